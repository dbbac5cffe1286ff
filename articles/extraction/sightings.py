"""Where persons are named in full, or shortly after a title, and by which evidence.

A run of words that could be a name becomes a sighting only on evidence: an office before or after it,
a courtesy title, a known given name, a family name that stands first with a given name of its kind,
a verb that only persons do. Each kind of evidence is a rule with a name, tried in the order of its
precision, so that a mention says why it is one. A statistical tagger was measured and left out: on
newswire it finds fewer persons than these rules and cannot say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from articles.extraction.identity import Sighting, is_full
from articles.extraction.names import BLOCKING, Page, Part, is_initials, tables
from articles.extraction.offices import Office

#: Words of the longest name; words looked at after "said".
_LONGEST_NAME, _LOOK_AHEAD = 7, 6
_NOBLE = frozenset("van von de di da del bin ben dos den der ter".split())
_COPULAS = frozenset("who is was has been serves served as currently also now then formerly the a an".split())
#: The rule of an office that a person is named to.
APPOINTED = "office-appointed"
_UP_TO_OFFICE = frozenset(
    "as to be its his her their the a an new next first acting nonresident non-resident ,".split()
)
_ENDS = frozenset({".", ",", "\n", ""})
_CLOSING_MARKS = frozenset({'"', "”", "''", "»"})
_OPENERS = frozenset(".!?:;\"“‘'(\n–—-•*…”’)")


@cache
def _verbs(name: str) -> frozenset[str]:
    return frozenset(tables()["verbs"][name].split())


@cache
def _words_of(table: str) -> frozenset[str]:
    return frozenset(tables()["houses"][table].split())


@cache
def _houses() -> frozenset[str]:
    return frozenset(name.strip() for name in tables()["houses"]["names"].replace("\n", "|").split("|"))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(tables()["houses"]["endings"].split())


@cache
def appointing() -> frozenset[str]:
    return _verbs("appointing")


@cache
def _postnominals() -> frozenset[str]:
    return frozenset(tables()["postnominals"].split())


#: Where a page's names could be, by field.
Runs = Mapping[str, Sequence[tuple[int, int]]]


def find_runs(pages: Sequence[Page], offices: Mapping[str, Sequence[Office]]) -> Runs:
    return {page.field: tuple(name_runs(page, covered_by(page, offices[page.field]))) for page in pages}


def find_sightings(
    pages: Sequence[Page], offices: Mapping[str, Sequence[Office]], runs: Runs
) -> tuple[Sighting, ...]:
    lower = {text for page in pages for text in page.texts if text[0].islower()}
    found: list[Sighting] = []
    for page in pages:
        found += _Reader(page, offices[page.field], lower).sightings(runs[page.field])
    proven = {seen.name for seen in found}
    return tuple(found) + tuple(_repeated(pages, runs, found, proven))


def _repeated(
    pages: Sequence[Page], runs: Runs, found: list[Sighting], proven: set[str]
) -> Iterator[Sighting]:
    """The same full name again, where nothing else shows that it is one."""
    taken = {(seen.page.field, seen.first) for seen in found}
    for page in pages:
        for first, last in runs[page.field]:
            if last - first >= 2 and (page.field, first) not in taken and page.surface(first, last) in proven:
                yield Sighting(page, first, last, first, "name-repeated", first)


def covered_by(page: Page, offices: Sequence[Office]) -> list[bool]:
    """Which tokens belong to an office, so that no name begins in them."""
    covered = [False] * len(page.tokens)
    for office in offices:
        covered[office.first : office.last] = [True] * (office.last - office.first)
    return covered


def name_runs(page: Page, covered: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Longest stretches of words that could be one name, outside offices."""
    count, last = len(page.tokens), 0
    for index in page.all_names():
        if index < last or covered[index]:
            continue
        last = index + 1
        while last < count:
            step = _step(page, last, covered)
            if not step:
                break
            last += step
        if last - index > 2 and page.texts[last - 1].count(".") > 2:
            last -= 1  # "Dr. Jane Otieno E.G.H.": an order, no name
        yield index, last


def _step(page: Page, index: int, covered: Sequence[bool]) -> int:
    """How many tokens the name goes on for: particles count only with a name after them."""
    if covered[index]:
        return 0
    if page.all_namey[index]:
        return 1
    if page.all_parts[index] & Part.SUFFIX and page.texts[index][0].isupper():
        return 1
    if (
        page.texts[index] == ","
        and page.parts(index + 1) & Part.SUFFIX
        and page.key(index + 1) in ("jr", "sr")
    ):
        return 2
    probe = index
    while probe - index < 3 and page.parts(probe) & Part.PARTICLE and not page.namey(probe):
        probe += 1
    if probe > index and page.namey(probe) and not covered[probe]:
        return probe - index + 1
    return 0


class _Reader:
    """Reads one page: its runs, its offices by where they begin and end."""

    def __init__(self, page: Page, offices: Sequence[Office], lower: set[str]) -> None:
        self.page = page
        self.lower = lower
        self.covered = covered_by(page, offices)
        self.ending = {office.last: office for office in offices}
        self.beginning: dict[int, Office] = {}
        for office in offices:
            self.beginning[office.begin] = office
            self.beginning.setdefault(office.first, office)
        self.listed: dict[int, Office] = {}
        self.persons_end: set[int] = set()
        self.apposed: set[int] = set()

    def sightings(self, runs: Sequence[tuple[int, int]]) -> list[Sighting]:
        found = []
        waiting: list[tuple[int, int]] = []
        for first, last in runs:
            seen = self._sighting(first, last)
            if seen is None:
                waiting.append((first, last))
            else:
                found.append(seen)
                self.persons_end.add(seen.last)
        starts = {seen.first for seen in found}
        found += [seen for one in waiting if (seen := self._listed_beside(*one, starts)) is not None]
        return found

    def _listed_beside(self, first: int, last: int, starts: set[int]) -> Sighting | None:
        """ "Dave Barr (Canada), Mika Sullo, …": two words in a list between persons."""
        page = self.page
        if not 2 <= last - first <= 3 or self._is_institution(first, last) or page.char(last)[:1].isupper():
            return None
        before = first - 1
        if page.char(before) not in (",", "and", ";"):
            return None
        probe = before - 1
        if page.char(probe) == ")":
            while probe > 0 and page.char(probe) != "(" and before - probe < 8:
                probe -= 1
        bracketed = probe < before - 1
        follows = probe in self.persons_end or before in self.persons_end
        leads = page.char(last) == "," and last + 1 in starts
        if follows and (leads or (not bracketed and page.char(last) in (",", ";", ".", "and", "(", "\n"))):
            self.persons_end.add(last)
            return Sighting(page, first, last, first, "listed-with-persons", first)
        return None

    def _sighting(self, first: int, last: int) -> Sighting | None:
        page = self.page
        if (page.key(first), page.key(first + 1)) == ("h", "e") and last - first > 3:
            first += 2  # "H E Sultan bin Saif": His Excellency
        courtesy = self._courtesy(first)
        before = self._office_before(courtesy)
        if before is not None and courtesy == first and self._ends_office(before, first, last):
            first = courtesy = first + 1
        if before is None and courtesy == first:
            first = courtesy = self._without_opener(first, last)
        if last - first > _LONGEST_NAME or self._is_institution(first, last):
            return None
        if page.shouted[first] and not self._stands_apart(first, last):
            return None
        appointed = self._appointed(courtesy, last)
        after = appointed or self._office_after(last)
        if before is not None and before.plural:
            self._list_on(before, last)
        offices = []
        if before is not None and before.held:
            offices.append((before, "office-before-name"))
        if after is not None and after.held:
            offices.append((after, APPOINTED if appointed else "office-after-name"))
        if after is not None:
            self.apposed.add(after.last)
        rule = self._rule(first, last, courtesy, before, after)
        if rule is None:
            return None
        titled = before is not None and before.held and not before.plural and before.last == courtesy
        begin = before.begin if before is not None and titled else courtesy
        return Sighting(page, first, last, begin, rule, courtesy, tuple(offices))

    def _ends_office(self, before: Office, first: int, last: int) -> bool:
        """ "Minister for Haulage James Hill": an unknown word before a given name is still the office's."""
        known = Part.GIVEN | Part.FAMILY_FIRST | Part.PREFIX
        token, following = self.page.tokens[first], self.page.parts(first + 1)
        if before.last - 1 == before.head or self.page.code(first - 1):
            return False
        if last - first < 3 or token.parts & known or is_initials(token) or "-" in token.text:
            return False
        return bool(following & Part.GIVEN) and self.page.key(first - 1) not in _verbs("said_he")

    def _stands_apart(self, first: int, last: int) -> bool:
        """In a line of capitals only a short run between other signs can be one name."""
        if not 2 <= last - first <= 4:
            return False
        return not any(self.page.char(index)[:1].isupper() for index in (first - 1, last))

    def _courtesy(self, first: int) -> int:
        start = first
        while start > 0 and self.page.parts(start - 1) & Part.HONORIFIC and not self.covered[start - 1]:
            if not self.page.char(start - 1)[0].isupper() or self.page.char(start - 1) in ("MS", "PT", "DR"):
                break
            start -= 1
        if self.page.key(start) == "marshal" and self.page.key(start - 1) in ("field", "air"):
            start -= 1
        if self.page.key(start) == "excellency" and self.page.key(start - 1) in ("his", "her"):
            start -= 1
        return start

    def _office_before(self, first: int) -> Office | None:
        """The office right before the name, before a comma, or at the head of a list of names."""
        if first in self.listed:
            return self.listed[first]
        office = self.ending.get(first)
        if office is not None:
            return office
        mark = self.page.char(first - 1)
        office = self.ending.get(first - 1)
        if office is None or office.last in self.apposed:
            return None
        opens = office.begin == 0 or self.page.char(office.begin - 1)[0] in _OPENERS
        led = self.page.key(office.begin - 1) == "by"
        if mark == "," and (office.definite or office.relational or opens or led):
            return office
        if mark in (":", "-", "–", "—") and office.plural:
            return office
        return None

    def _list_on(self, office: Office, last: int) -> None:
        """ "Representatives - A and B", "Ministers A, B and C": the next name has the same office."""
        if office.last - office.head > 1 and last - office.last < 2:
            return
        following = last
        if self.page.key(following) == "of":
            following += 1 + (self.page.key(following + 1) == "the")
            while self.page.code(following):
                following += 1
        while self.page.char(following) in (",", "and", "&"):
            following += 1
        if self.page.char(following - 1) in (",", "and", "&"):
            self.listed[following] = office

    def _office_after(self, last: int) -> Office | None:
        page = self.page
        while page.char(last).isupper() and (
            page.key(last) in _postnominals() or page.char(last).count(".") > 2
        ):
            last += 1
        mark = page.char(last)
        index = last
        if mark in (",", "(", "–", "—", "-"):
            index += 1
        elif page.key(last) not in ("is", "was"):
            return None
        limit = index + 6
        while index < limit and index not in self.beginning:
            if page.key(index) not in _COPULAS and page.key(index) not in ("senior", "current"):
                return None
            index += 1
        office = self.beginning.get(index)
        if office is None or office.plural or office.relational:
            return None
        if page.char(office.last) == "," and self._is_title(self.beginning.get(office.last + 1)):
            return None
        if page.namey(office.last) or (
            page.parts(office.last) & Part.HONORIFIC and page.namey(office.last + 1)
        ):
            return None
        return office

    def _is_title(self, office: Office | None) -> bool:
        """A name follows at once, so that "A, Secretary (Europe), Ambassador B" tells two offices of B."""
        return office is not None and office.held and self.page.namey(office.last)

    def _appointed(self, first: int, last: int) -> Office | None:
        """ "named X as its envoy to …", "X was appointed ambassador to …"."""
        page = self.page
        index = last
        if page.key(first - 1) not in appointing():
            while page.key(index) in _COPULAS or page.key(index) in ("have", "had", "been", "be", "will"):
                index += 1
            if index == last or index - last > 4 or page.key(index) not in appointing():
                return None
            index += 1
        while index - last < 8 and index not in self.beginning:
            if page.key(index) not in _UP_TO_OFFICE:
                return None
            index += 1
        office = self.beginning.get(index)
        return None if office is None or office.plural or office.relational else office

    def _without_opener(self, first: int, last: int) -> int:
        """ "Visiting Kumaran": a sentence's first word that is also written small is no name."""
        page = self.page
        while last - first > 1:
            token = page.tokens[first]
            opens = first == 0 or page.char(first - 1)[0] in _OPENERS
            if (
                not opens
                or token.parts & (Part.GIVEN | Part.FAMILY_FIRST | Part.PREFIX)
                or is_initials(token)
            ):
                return first
            if token.text.lower() not in self.lower:
                return first
            first += 1
            while first < last and not page.namey(first):
                first += 1
            return first
        return first

    def _is_institution(self, first: int, last: int) -> bool:
        page = self.page
        after, before = page.parts(last), page.parts(first - 1)
        if page.key(first - 1) in _words_of("bodies") or page.char(last - 1) in _words_of("forms"):
            return True
        if last - first == 2 and f"{page.key(first)} {page.key(first + 1)}" in _houses():
            return True
        if page.char(last) in ("&", "/") or page.char(first - 1) in ("&", "/", "@", "#"):
            return True
        if (
            after & (Part.ORGANIZATION | Part.PLURAL_HEAD)
            and page.char(last)[0].isupper()
            and not page.code(last)
        ):
            return True
        if page.key(last) == "of" and page.char(last + 1)[:1].isupper() and not page.code(last + 1):
            return True
        return bool(
            before & Part.ORGANIZATION
            and page.char(first - 1)[0].isupper()
            and not before & (Part.HEAD | Part.HONORIFIC)
            and last - first == 1
        )

    def _rule(
        self, first: int, last: int, courtesy: int, before: Office | None, after: Office | None
    ) -> str | None:
        page = self.page
        full = is_full(page, first, last)
        is_titled = before is not None and (before.last == courtesy or before.plural)
        if before is not None and (full or (is_titled and self._may_be_alone(first, before))):
            return "title-before"
        if courtesy < first and not all(is_initials(token) for token in page.tokens[first:last]):
            return "courtesy-title"
        if not full:
            return self._speaks(first, last)
        if after is not None:
            return "apposition"
        if page.key(first - 1) == "the" and page.key(last) not in _verbs("of_persons"):
            return None
        return self._shape(first, last) or self._company(first, last)

    def _speaks(self, first: int, last: int) -> str | None:
        """A single word that says what only a person says: "Lebed said he", ``," said Lebed.``"""
        page = self.page
        if last - first != 1:
            return None
        token = page.tokens[first]
        if len(token.text) < 3 or token.text.isupper() or token.parts & Part.DOUBTFUL_FAMILY:
            return None
        if page.key(last) in _verbs("said_he") and page.key(last + 1) in ("he", "she"):
            return "said-he"
        if (
            page.char(first - 1) in _CLOSING_MARKS
            and page.key(last) in _verbs("said_he")
            and page.char(last + 1) in _ENDS
        ):
            return "said-after-quotation"
        quoted = page.char(first - 2) in _CLOSING_MARKS
        if quoted and page.key(first - 1) in _verbs("inverted") and page.char(last) in _ENDS:
            return "said-after-quotation"
        return None

    def _may_be_alone(self, first: int, before: Office) -> bool:
        """A single word after a title: "PM Modi", but not "President Office" nor "officials Tuesday"."""
        token = self.page.tokens[first]
        if len(token.text) < 2 or token.parts & BLOCKING or is_initials(token):
            return False
        if token.parts & (Part.FAMILY_LAST | Part.FAMILY_FIRST | Part.GIVEN):
            return True
        return before.held and token.text.lower() not in self.lower

    def _shape(self, first: int, last: int) -> str | None:
        """What the name's own words tell."""
        tokens = [token for token in self.page.tokens[first:last] if not token.parts & Part.PREFIX]
        if not tokens:
            return "honored-name" if last - first >= 2 else None
        head = tokens[0]
        if is_initials(tokens[-1]) and "." in tokens[-1].text:
            return None
        if head.parts & Part.GIVEN:
            return "given-name"
        if (
            is_initials(head)
            and head.text not in ("A", "I", "X")
            and not is_initials(self.page.tokens[last - 1])
        ):
            return "initials"
        if head.parts & Part.FAMILY_FIRST and last - first <= 3:
            given = self.page.tokens[first + 1]
            if "-" in given.text or not head.parts & Part.DOUBTFUL_FAMILY:
                return "family-name-first"
        if tokens[-1].parts & Part.FAMILY_LAST:
            return "family-name-last"
        if head.parts & Part.PARTICLE and head.key in _NOBLE:
            return "particle-first"
        if len(tokens) < last - first:
            return "honored-name"
        return None

    def _company(self, first: int, last: int) -> str | None:
        """What the words around it tell."""
        page = self.page
        before, after = page.key(first - 1), page.key(last)
        if before in _verbs("inverted") and page.char(last) in (",", ".", "\n", ""):
            return "said-before"
        if after == "," and page.key(last + 1) in ("who", "whose"):
            return "who-after"
        if (
            after == ","
            and page.key(last + 1).isdigit()
            and len(page.key(last + 1)) == 2
            and page.char(last + 2) == ","
        ):
            return "age-after"
        if after == "(" and page.code(last + 1) and self._closes(last + 1):
            return "country-in-parentheses"
        if (
            after == "("
            and page.key(last + 1)[:1].isdigit()
            and page.key(last + 2) in (")", "minute", "min", ",")
        ):
            return "number-in-parentheses"
        if (after in _verbs("personal") and not self._is_body(first, last)) or (
            after in ("was", "were", "is") and page.key(last + 1) in _verbs("undergone")
        ):
            return "personal-verb"
        if before == "by" and page.key(first - 2) in _verbs("led"):
            return "led-by"
        return None

    def _is_body(self, first: int, last: int) -> bool:
        """Signs that who "said" is a house: "said it would", "said in its report", a name made of words."""
        page = self.page
        if page.key(last) not in _verbs("of_bodies"):
            return False
        following = [page.key(index) for index in range(last + 1, last + _LOOK_AHEAD)]
        of_itself = (
            following[0] == "it"
            and following[1] in _words_of("of_itself")
            and following[2] not in _words_of("of_anything")
        )
        return "its" in following or of_itself or page.key(last - 1).endswith(_endings())

    def _closes(self, index: int) -> bool:
        code = self.page.code(index)
        while code and self.page.code(index) == code:
            index += 1
        return self.page.char(index) == ")"
