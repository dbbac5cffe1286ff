"""The kind of a dialogue, whatever it is called: what makes of rounds in many articles one series.

One pair's "4th round of Foreign Office Consultations", "Foreign Secretary level bilateral consultations"
and "annual FOC" are one series; its "Joint Commission Meeting" and "Joint Commission" another. Nearness of
names cannot tell that ("Joint Trade Committee" is not "Joint Committee"), so names are brought to one
form: words in one spelling, those that tell nothing left out, order forgotten, and short tables of what
is the same under two names. The parties are told apart by whoever uses the form as a key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_WORD = re.compile(r"[^\W_]+(?:\+[^\W_]+)?")

#: How, not what: two names that differ in these alone are one.
TELL_NOTHING: Final = frozenset(
    """
    the of and for on in at to between with a an its their s annual regular bilateral official formal high
    senior level ministerial meeting meetings round session edition
    """.split()
)
SPELLINGS: Final = {
    "defence": "defense",
    "consultation": "consultations",
    "dialogues": "dialogue",
    "co": "",
    "operation": "cooperation",
    "counterterrorism": "terrorism",
    "counter": "",
    "anti": "",
    "labour": "labor",
    "secretaries": "secretary",
    "ministers": "minister",
    "officials": "official",
    "inter": "",
    "intergovernmental": "governmental",
    "jwg": "joint working group",
    "foc": "foreign office consultations",
    "focs": "foreign office consultations",
    "jcm": "joint commission",
}
#: Names of one kind by words that neither spelling nor filling explains; the first form stands.
SAME: Final = (
    (
        frozenset({"foreign", "office", "consultations"}),
        frozenset({"foreign", "secretary", "consultations"}),
        frozenset({"foreign", "ministry", "consultations"}),
        frozenset({"foreign", "ministries", "consultations"}),
    ),
    (frozenset({"2+2", "dialogue"}), frozenset({"2+2"}), frozenset({"two", "plus", "dialogue"})),
)


def kind_of(name: str, parties: Iterable[str] = ()) -> str:
    """One form for all names of a kind. The names of the `parties` who hold it are no part of it."""
    own = {word for party in parties for word in _words(party)}
    words = frozenset(
        part
        for word in _words(name)
        if word not in own
        for part in SPELLINGS.get(word, word).split()
        if part not in TELL_NOTHING
    )
    form = next((forms[0] for forms in SAME if words in forms), words)
    return " ".join(sorted(form)) or " ".join(_words(name))


def _words(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return _WORD.findall("".join(char for char in decomposed if not unicodedata.combining(char)))
