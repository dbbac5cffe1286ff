"""Bytes to lines, whatever they are encoded in.

The canonical text is what decoding gives after a certain repair of doubly
encoded UTF-8; every offset elsewhere counts in it or in a field made from it.
An undecodable document is an error with a reason, never a guess with holes:
cp1252 is the last resort because it is what Western pages of unknown encoding
nearly always are, and it is only tried on bytes that look like text.
"""

from __future__ import annotations

import codecs
import re

from articles.drafts import ReadingConfig
from articles.exceptions import BinaryDocument, DocumentTooLarge, EmptyDocument

#: More lines than any article has; keeps time and memory bounded on hostile input.
MAX_LINES = 600_000
#: Share of control characters above which bytes are no text. Scrapes show none; pictures have over .1.
_MAX_CONTROL_SHARE = 0.01
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
#: The signs that UTF-8's continuation bytes turn into when read as cp1252 or as Latin-1.
_TAIL = "".join(
    {bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(0x80, 0xC0)}
    | {chr(code) for code in range(0x80, 0xA0)}
)
_SEQUENCE = re.compile(f"[Â-ô][{re.escape(_TAIL)}]{{1,3}}")
_MOJIBAKE = re.compile(f"(?:[Â-ô][{re.escape(_TAIL)}]{{1,3}})+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, config: ReadingConfig) -> str:
    """The text of a document as it was sent, or the reason why there is none."""
    if len(data) > config.max_bytes:
        raise DocumentTooLarge(
            f"It has {len(data):,} bytes; the archive reads up to {config.max_bytes:,} at once."
        )
    text = _decoded(data)
    if "\x00" in text:
        raise BinaryDocument("It holds NUL bytes, which no text has.")
    if len(_CONTROL.findall(text)) > max(2, len(text) * _MAX_CONTROL_SHARE):
        raise BinaryDocument("It is full of control characters: this is not a text.")
    if not visible(text):
        raise EmptyDocument("There are no words in it.")
    return text


def split_lines(text: str) -> list[str]:
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        raise DocumentTooLarge(f"It has {len(lines):,} lines; one article has at most {MAX_LINES:,}.")
    return lines


def visible(text: str) -> str:
    """The text without characters nobody sees and with single spaces; how every field is written."""
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def is_invisible(character: str) -> bool:
    return _INVISIBLE.match(character) is not None


def repair(text: str) -> str:
    """Undoes UTF-8 that was read as cp1252 ("â€™" for an apostrophe), where that is certain.

    A run is replaced only when it is exactly valid UTF-8, and a lone pair only when its first letter is
    one of the three that begin such accidents in practice: "CAFÉ»" is a French word and its quotation mark.
    Text that went through two such accidents is turned back twice.
    """
    while _SEQUENCE.search(text):
        repaired = _MOJIBAKE.sub(_undone, text)
        if repaired == text:
            break
        text = repaired
    return text


def _undone(found: re.Match[str]) -> str:
    run = found.group()
    if run[0] not in "ÂÃâ" and len(_SEQUENCE.findall(run)) < 2:
        return run
    try:
        repaired = b"".join(_byte(character) for character in run).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return run
    return run if any(0x80 <= ord(character) < 0xA0 for character in repaired) else repaired


def _byte(character: str) -> bytes:
    return bytes([ord(character)]) if 0x80 <= ord(character) < 0xA0 else character.encode("cp1252")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise BinaryDocument(
                    f"It starts as {encoding} but is broken at byte {error.start:,}."
                ) from error
    if b"\x00" in data:
        return _utf16_without_mark(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _single_byte(data)


def _utf16_without_mark(data: bytes) -> str:
    """Latin text in UTF-16 has a NUL in every second place and nowhere else."""
    half = max(1, len(data) // 2)
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[offset::2].count(0) > 0.7 * half and data[1 - offset :: 2].count(0) == 0:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    raise BinaryDocument("It holds NUL bytes, which no text has.")


def _single_byte(data: bytes) -> str:
    """Mostly UTF-8 with a few broken bytes, or a one-byte Western encoding."""
    if len(re.findall(rb"[\x01-\x08\x0e-\x1b\x7f]", data)) > max(2, len(data) * _MAX_CONTROL_SHARE):
        raise BinaryDocument("It is neither UTF-8 nor any other text we know.")
    return data.decode("utf-8", errors=_WESTERN)


def _as_western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in broken), error.end


_WESTERN = "dateline-western"
codecs.register_error(_WESTERN, _as_western)
