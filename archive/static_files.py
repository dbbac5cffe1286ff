"""Static files as they are served: named by their content, compressed, without comments and indents."""

from __future__ import annotations

import re
from re import Match
from typing import Any, Final

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

_SPACE: Final = r"(?:\s|/\*.*?\*/)"
#: Strings come first: what stands between quotation marks is no comment and no space.
_TOKEN: Final = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    rf"|{_SPACE}*(?P<mark>[{{}};,]){_SPACE}*|(?P<colon>:){_SPACE}+|{_SPACE}+",
    re.DOTALL,
)
#: The beginning of a line, with the whole of one that is empty or a comment.
_INDENT: Final = re.compile(r"^[ \t]*(?://.*)?\n|^[ \t]+", re.MULTILINE)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Every page comes with the style sheet and a script, a sixth of which is comments and indents."""

    def _save(self, name: str, content: Any) -> str:
        if name.endswith(".css"):
            style = b"".join(content.chunks()).decode("utf-8")
            content = ContentFile(squeezed(style).encode("utf-8"))
        elif name.endswith(".js"):
            script = b"".join(content.chunks()).decode("utf-8")
            content = ContentFile(unindented(script).encode("utf-8"))
        saved: str = super()._save(name, content)
        return saved


def squeezed(style: str) -> str:
    """A style sheet that says the same without comments and without spaces that mean nothing."""
    return _TOKEN.sub(_short, style).strip()


def unindented(script: str) -> str:
    """A script without indents and lines that are comments; none of ours has a string over several lines."""
    return _INDENT.sub("", script)


def _short(found: Match[str]) -> str:
    if found["string"]:
        return found["string"]
    return found["mark"] or found["colon"] or " "
