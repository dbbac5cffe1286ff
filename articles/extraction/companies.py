"""Names of countries and cities inside names of companies: "Bermuda Star Line Inc", "Hanover Insurance".

What a company is called says little about what a story is about: of the countries that newswire stories
named in such names only, one in three was theirs, against four in five of the others. The words are kept as
evidence all the same ("Air India" is India's), under a rule of their own that weighs less. A list of
companies would always be short of the next one; their legal forms and trades are few.
"""

from __future__ import annotations

import re

from articles.extraction.tables import word_set


def _any(name: str) -> str:
    return "|".join(re.escape(word) for word in sorted(word_set(name), key=lambda word: (-len(word), word)))


#: Words with a capital, and "of" and "and" among them, between the name and what shows the company.
_RUN = r"(?! and | of )(?:[ -](?:[A-Z][\w&.'/-]*|of|and|&)){0,3}?[ -]"
_END = rf"(?![\w-])(?! (?:{_any('company_not_before')})\b)"
_FORM_AFTER = re.compile(_RUN + rf"(?:{_any('company_forms')})" + _END)
_TRADE_AFTER = re.compile(_RUN + rf"(?:{_any('company_forms')}|{_any('company_trades')})" + _END)
_STATE = re.compile(rf"[ -](?:{_any('company_states')})\b")
_BANK_OF = re.compile(r"\bBank of (?:the )?$")
_WINDOW = 60


def is_in_company(text: str, start: int, end: int, *, named: bool, is_city: bool) -> bool:
    """Whether the name from `start` to `end` is a part of a company's.

    Where a capital may be a headline's (`named` is false), only a legal form does: "Japanese Steel Exports".
    """
    if is_bracketed(text, start):
        return True
    after = text[end : end + _WINDOW].replace("\n", " ")
    run = (_TRADE_AFTER if named else _FORM_AFTER).match(after)
    if run is not None and not _STATE.search(run[0]):
        return True
    return is_city and _BANK_OF.search(text, max(0, start - 12), start) is not None


def is_bracketed(text: str, start: int) -> bool:
    """ "<Bank of Montreal>", "<ROK>": the wire's marks around a company and its ticker."""
    opened = text.rfind("<", max(0, start - _WINDOW), start)
    if opened < 0 or text.find(">", opened, start) >= 0:
        return False
    return text.find(">", start, start + 2 * _WINDOW) >= 0
