"""Markup out, words kept: the only module that knows bleach.

A scrape carries fragments of HTML, raw or escaped, and readers' comments carry
whatever readers typed. Everything stored is plain text, so nothing is allowed
through as markup; pages escape it again when they show it.
"""

from __future__ import annotations

import html
import re

import bleach

#: Elements whose content is never words.
_CODE = ("script", "style", "noscript", "template")
_KNOWN_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|big|blockquote|body|br|button|center|cite|code|div|em|embed|figcaption|figure|font|footer"
    r"|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta|nav|noscript|object|ol|p|path|picture|pre"
    r"|q|s|script|section|small|source|span|strong|style|sub|sup|svg|table|tbody|td|template|th|thead|time|tr|u|ul|video)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BLOCK_END = re.compile(
    r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/figcaption|/figure|/blockquote)\b[^<>]{0,200}>", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")
#: bleach builds a tree; beyond this a fragment is stripped by pattern, in linear time.
_TREE_LIMIT = 60_000
#: Tags inside broken tags; nobody nests deeper without meaning harm.
_MAX_NESTED = 5


def has_markup(text: str) -> bool:
    """Whether there is a known tag in it, raw or escaped; "a < b" and "<sic>" are words."""
    if "<" in text and ">" in text and _KNOWN_TAG.search(text):
        return True
    return "&lt;" in text and _KNOWN_TAG.search(html.unescape(text)) is not None


def has_entity(text: str) -> bool:
    return "&" in text and any(
        html.unescape(found.group()) != found.group() for found in _ENTITY.finditer(text)
    )


def plain_text(fragment: str) -> str:
    """The words of an HTML fragment on one line, entities decoded, code and tags gone."""
    text = fragment
    if "<" not in text or not _KNOWN_TAG.search(text):
        text = html.unescape(text)
    if "<" in text and _KNOWN_TAG.search(text):
        text = _BLOCK_END.sub(lambda found: f" {found.group()}", _without_code(text))
        if len(text) <= _TREE_LIMIT:
            text = bleach.clean(text, tags=set(), attributes={}, strip=True, strip_comments=True)
        else:
            text = _KNOWN_TAG.sub("", text)
        text = _without_tags(html.unescape(text))
    return _SPACES.sub(" ", text).strip()


def _without_tags(text: str) -> str:
    """What bleach escaped because it was broken may be whole again once it is decoded ("</</p>")."""
    for _ in range(_MAX_NESTED):
        if not _KNOWN_TAG.search(text):
            return text
        text = _KNOWN_TAG.sub(" ", text)
    return text.replace("<", " ")


def clean_user_text(text: str) -> str:
    """What a reader wrote, as plain text; its line breaks stay."""
    return "\n".join(line for line in (plain_text(line) for line in text.splitlines()) if line)


def _without_code(text: str) -> str:
    """Cuts elements that hold code; one that is never closed is cut to its tag alone.

    Searched with `find`, not with a lazy pattern: a text full of opening tags must not take quadratic time.
    """
    for name in _CODE:
        lowered = text.casefold() if len(text.casefold()) == len(text) else text.lower()
        if len(lowered) != len(text) or f"<{name}" not in lowered:
            continue
        kept, position = [], 0
        while (opening := lowered.find(f"<{name}", position)) >= 0:
            closing = lowered.find(f"</{name}", opening)
            if closing < 0:
                break
            kept.append(text[position:opening])
            end = lowered.find(">", closing)
            position = len(text) if end < 0 else end + 1
        kept.append(text[position:])
        text = " ".join(kept)
    return text
