"""Which way a text runs, for the `dir` of what stands around it."""

from __future__ import annotations

import unicodedata

#: Languages that are written from right to left, by ISO 639.
_FROM_THE_RIGHT = frozenset("ar arc ckb dv fa he iw ks ku ps sd syr ug ur yi".split())
#: Before the Hebrew letters all run from the left, and most texts have no others.
_FIRST_FROM_THE_RIGHT = "\u0590"
#: So many letters tell where the language does not.
_SAMPLE = 400


def direction(text: str, language: str = "") -> str:
    """ "rtl" or "ltr", as most letters of the text run; its language decides where there are none.

    A report in Urdu may be printed in Latin letters, so its letters come first. HTML's own `dir="auto"`
    goes by the first letter alone, which in Arabic news is often that of an agency's English name.
    """
    sample = text[:_SAMPLE]
    if max(sample, default="") < _FIRST_FROM_THE_RIGHT and sample.lower() != sample.upper():
        return "ltr"
    runs = [kind for char in sample if (kind := unicodedata.bidirectional(char)) in ("L", "R", "AL")]
    if not runs:
        return "rtl" if language.partition("-")[0].lower() in _FROM_THE_RIGHT else "ltr"
    return "rtl" if 2 * runs.count("L") < len(runs) else "ltr"
