"""What a reader types, made into query objects, with an account of what was understood.

    typed text ─▶ frozen tokens ─▶ query object + notices + "understood as"

Nothing a reader can type is an error. What makes no sense is repaired in the way
that finds more rather than less, and a notice says so: a quotation mark that is
never closed leaves its words, a lone OR goes, `country:narnia` becomes the word
"narnia". Length, words and depth are bounded before anything else looks at them.

Which fields there are and what their values mean is handed in as a `Language`;
this module knows the grammar and nothing of the documents. The same grammar reads
the raw queries of Haystack code (`narrow('author_exact:"Cho Hyun"')`), whose
language is made from the index's own fields.

    shipbuilding semiconductors      both            "a b"     in a row
    ship*  sh?p  seol~               patterns, one typo        "a b"~5   near each other
    a OR b   -a   NOT a   (a OR b) c   field:a   field:(a b)   field:[low TO high]
    date:2025-08   date:2025-01..2025-06   after:2025-08-01   before:2026
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from whoosh import query

from . import _analysis, _conditions
from ._clauses import Clause, apart
from ._language import DateField, Field, GramField, Language, NumberField, TextField, ValueField

#: Brackets within brackets that are read.
DEEPEST: Final = 20

#: Letters a pattern must show: one letter and a star stand for a tenth of all words.
LETTERS_OF_A_PATTERN: Final = 2

#: Following words that are tried as one name: country:south korea.
_LONGEST_NAME: Final = 4


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was understood. `query` is None when there was nothing to ask.

    `clauses` are what stands side by side in it: when nothing is found, they tell which
    of them is to blame. `words` are its plain words with the field of the index that each
    is looked for in: those may be mistyped.
    """

    query: Any | None
    text: str
    notices: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    words: tuple[tuple[str, str], ...] = ()


# --- Tokens ---


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, without its marks. `typos` is set by `~`, `boost` by `^`, `literal` by a backslash."""

    text: str
    typos: int = 0
    boost: float = 1.0
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks; `reach` is the 5 of `"a b"~5`."""

    text: str
    reach: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Range:
    low: str
    high: str
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class In:
    """`field:` before a value or a bracket."""

    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A bracket or an operator."""

    sign: Literal["(", ")", "AND", "OR", "NOT"]


Value = Word | Quoted | Range
Token = Value | In | Mark

_QUOTES: Final = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d'
_SIGNS: Final = "-!+\u2212"
_OPERATORS: Final[Mapping[str, Literal["AND", "OR", "NOT"]]] = {
    "AND": "AND",
    "&&": "AND",
    "OR": "OR",
    "||": "OR",
    "|": "OR",
    "NOT": "NOT",
}
_BOOST = r"(?:\^(?P<boost>\d{1,3}(?:\.\d{1,3})?))?"
_QUOTED = re.compile(
    rf"[{_QUOTES}](?P<text>(?:\\.|[^{_QUOTES}\\])*)[{_QUOTES}](?:~(?P<reach>\d{{1,3}}))?{_BOOST}", re.DOTALL
)
_RANGE = re.compile(
    r"(?P<open>[\[{])\s*(?P<low>[^\s\]}]*)\s+TO(?:\s+(?P<high>[^\s\]}]*))?\s*(?P<close>[\]}])"
)
_FIELD = re.compile(r"(?P<name>[^\W\d_]\w*):")
_RUN = re.compile(rf"(?:\\.|[^\s()\\{_QUOTES}|])+", re.DOTALL)
_TAILED = re.compile(rf"(?P<body>(?:\\.|[^\\])*?)(?:~(?P<typos>\d?))?{_BOOST}\Z", re.DOTALL)
#: Half a character, which cannot be written down.
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def escape(text: str) -> str:
    """A text that stays as it is between quotation marks."""
    return re.sub(rf"([{_QUOTES}\\])", r"\\\1", text)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


class _Notices:
    """Sentences for the reader, each once, in the order they came up."""

    def __init__(self) -> None:
        self.held: dict[str, None] = {}

    def __call__(self, sentence: str) -> None:
        self.held[sentence] = None


def tokenize(text: str, language: Language, notice: Callable[[str], None] = lambda _: None) -> list[Token]:
    """Cut what was typed into tokens. Marks that make no sense are dropped with a notice."""
    return [token for token, _, _ in _placed(text, language, notice)]


def _placed(text: str, language: Language, notice: Callable[[str], None]) -> Iterator[tuple[Token, int, int]]:
    """Each token with the place where it begins and the one behind it."""
    position = 0
    while position < len(text):
        start = position
        token, position = _next_token(text, start, language, notice)
        if token is not None:
            yield token, start, position


def _next_token(
    text: str, at: int, language: Language, notice: Callable[[str], None]
) -> tuple[Token | None, int]:
    char = text[at]
    if char in "()":
        return Mark("(" if char == "(" else ")"), at + 1
    if char in _QUOTES:
        if quoted := _QUOTED.match(text, at):
            reach, boost = int(quoted["reach"] or 0), float(quoted["boost"] or 1)
            return Quoted(_unescape(quoted["text"]), reach, boost), quoted.end()
        notice("A quotation mark was not closed, so its words were searched one by one.")
        return None, at + 1
    if char in "[{" and (bounds := _RANGE.match(text, at)):
        ends = bounds["low"], bounds["high"] or ""
        return Range(*ends, low_open=bounds["open"] == "{", high_open=bounds["close"] == "}"), bounds.end()
    for sign in ("||", "&&", "|"):
        if text.startswith(sign, at):
            return Mark(_OPERATORS[sign]), at + len(sign)
    if char in _SIGNS:
        return _sign(text, at)
    if (named := _FIELD.match(text, at)) and named["name"].casefold() in language.fields:
        return In(named["name"].casefold()), named.end()
    if run := _RUN.match(text, at):
        return _word(run.group()), run.end()
    return None, at + 1


def _sign(text: str, at: int) -> tuple[Token | None, int]:
    """A minus counts as NOT before a word and behind a space: not in "India - Korea", not in "2020-"."""
    end = at
    while end < len(text) and text[end] in _SIGNS:
        end += 1
    opens = at == 0 or text[at - 1].isspace() or text[at - 1] in "(:"
    meant = opens and end < len(text) and not text[end].isspace() and text[end] != ")"
    return (Mark("NOT") if meant and set(text[at:end]) != {"+"} else None), end


def _word(raw: str) -> Token:
    if raw in _OPERATORS:
        return Mark(_OPERATORS[raw])
    tailed = _TAILED.match(raw)
    if tailed is None:
        return Word(_unescape(raw))
    typos = 0 if tailed["typos"] is None or not tailed["body"] else min(int(tailed["typos"] or 1), 2)
    body = tailed["body"]
    return Word(_unescape(body), typos, float(tailed["boost"] or 1), literal="\\" in body)


# --- From tokens to a query ---


@dataclass(frozen=True, slots=True)
class _Part:
    """A query with how it reads. `negative` parts are taken away from the others; `tokens` are the
    numbers of its first one and of the one behind it."""

    query: Any
    text: str
    negative: bool = False
    compound: bool = False
    beside: tuple[_Part, ...] = ()
    tokens: tuple[int, int] = (0, 0)


def understand(text: str, language: Language) -> Understood:
    """Read a question. Never raises, whatever the text."""
    notice = _Notices()
    if len(text) > language.longest:
        notice(f"Only the first {language.longest:,} characters were read.")
        text = text[: language.longest]
    text = _SURROGATE.sub("\ufffd", text)
    placed = list(_placed(text, language, notice))
    parser = _Parser([token for token, _, _ in placed], language, notice)
    part = parser.whole()
    if part is None:
        return Understood(None, "", tuple(notice.held))
    clauses = tuple(apart(_clause(each, placed) for each in part.beside or (part,)))
    return Understood(_alone(part), _reads(part), tuple(notice.held), clauses, tuple(parser.plain))


def _clause(part: _Part, placed: list[tuple[Token, int, int]]) -> Clause:
    first, behind = part.tokens
    return Clause(part.text, part.query, placed[first][1], placed[behind - 1][2], part.negative)


def _alone(part: _Part) -> Any:
    """The query of a part that nothing stands beside: what is not wanted is taken from everything."""
    return query.And([query.Every(), query.Not(part.query)]) if part.negative else part.query


def _reads(part: _Part) -> str:
    return f"not {part.text}" if part.negative else part.text


class _Parser:
    """Recursive descent: any (OR) of all (side by side) of single parts, bounded in depth and words."""

    def __init__(self, tokens: list[Token], language: Language, notice: Callable[[str], None]) -> None:
        self.tokens = tokens
        self.language = language
        self.notice = notice
        self.at = 0
        self.words = 0
        self.patterns = 0
        self.plain: list[tuple[str, str]] = []
        self.brackets = 0

    def whole(self) -> _Part | None:
        parts: list[_Part] = []
        while self.at < len(self.tokens):
            if (part := self.any(self.language.default, "", 0)) is not None:
                parts.append(part)
            if self.at < len(self.tokens):
                self.notice("A closing bracket without an opening one was ignored.")
                self.at += 1
        return _all(parts)

    def any(self, place: Field, name: str, depth: int) -> _Part | None:
        """Alternatives up to a closing bracket or the end."""
        parts = [self.all(place, name, depth)]
        while self._peek() == Mark("OR"):
            self.at += 1
            parts.append(self.all(place, name, depth))
        if len(parts) > 1 and None in parts:
            self.notice("An OR with nothing on one side was ignored.")
        return _either([part for part in parts if part is not None])

    def all(self, place: Field, name: str, depth: int) -> _Part | None:
        """Parts side by side, up to an OR, a closing bracket or the end."""
        parts: list[_Part] = []
        dangling = False
        while (token := self._peek()) is not None and token not in (Mark("OR"), Mark(")")):
            if token == Mark("AND"):
                self.at += 1
                if not parts or dangling:
                    self.notice("An AND with nothing on one side was ignored.")
                dangling = True
            else:
                first = self.at
                if (part := self.single(place, name, depth)) is not None:
                    parts.append(replace(part, tokens=(first, self.at)))
                    dangling = False
        if dangling and parts:
            self.notice("An AND with nothing on one side was ignored.")
        return _all(parts)

    def single(self, place: Field, name: str, depth: int) -> _Part | None:
        """One part: a word, quoted words, a bracket, each maybe behind NOT or a field."""
        negative = False
        waiting = ""
        while isinstance(token := self._peek(), In) or token == Mark("NOT"):
            self.at += 1
            if isinstance(token, In):
                self._without_value(waiting)
                waiting = name = token.name
                place = self.language.fields[name]
            else:
                negative = not negative
        if token is None or token in (Mark("OR"), Mark("AND"), Mark(")")):
            self._without_value(waiting)
            if negative:
                self.notice("A NOT with nothing behind it was ignored.")
            return None
        part = self._bracket(place, name, depth) if token == Mark("(") else self._value(place, name)
        if part is None or not negative:
            return part
        return _Part(part.query, part.text, not part.negative, part.compound)

    def _without_value(self, name: str) -> None:
        if name:
            self.notice(f"“{name}:” had nothing behind it and was ignored.")

    def _bracket(self, place: Field, name: str, depth: int) -> _Part | None:
        self.at += 1
        if depth >= DEEPEST:
            self.notice(f"Brackets more than {DEEPEST} deep were ignored.")
            return None
        self.brackets += 1
        part = self.any(place, name, depth + 1)
        self.brackets -= 1
        if self._peek() == Mark(")"):
            self.at += 1
        else:
            self.notice("A bracket was not closed; it was taken to end with the question.")
        return part

    def _value(self, place: Field, name: str) -> _Part | None:
        token = self.tokens[self.at]
        self.at += 1
        self.words += 1
        if isinstance(token, In | Mark):
            return None
        if self.words > self.language.most_words:
            self.notice(f"Only the first {self.language.most_words} words were searched.")
            return None
        if isinstance(place, TextField):
            return self._text(place, name, token)
        if isinstance(place, ValueField):
            return self._choice(place, name, token)
        if isinstance(place, DateField):
            return self._date(place, name, token)
        if isinstance(place, NumberField):
            return self._number(place, name, token)
        return self._grams(place, name, token)

    # --- Words ---

    def _text(self, place: TextField, name: str, token: Value) -> _Part | None:
        label = f"{name}: " if name else ""
        if isinstance(token, Range):
            if not self._affordable():
                return None
            folded = replace(token, low=_analysis.fold(token.low), high=_analysis.fold(token.high))
            asked = _term_range(_conditions.words_of(place.name), folded)
            return _Part(asked, f"{label}{token.low} to {token.high}")
        token = replace(token, text=self._readable(token.text))
        if isinstance(token, Quoted):
            return self._quoted(place, label, token)
        if token.text and not token.text.strip("*") and not token.literal:
            return _Part(query.Every(place.name if name else None), f"{label}anything")
        if not token.literal and re.search(r"[*?]", token.text.rstrip("?")):
            return self._pattern(place, label, token)
        similar = self._similar(place, token) if token.typos else None
        if (asked := similar) is not None:
            off = "one letter off" if token.typos == 1 else "two letters off"
            return _Part(_boosted(asked, token.boost), f"{label}{token.text} (or {off})")
        if (asked := _conditions.all_words(place.name, token.text)) is None:
            return None
        self.plain.append((place.name, _tidy(token.text)))
        return _Part(_boosted(asked, token.boost), f"{label}{_tidy(token.text)}")

    def _quoted(self, place: TextField, label: str, token: Quoted) -> _Part | None:
        text = token.text
        near = _conditions.near(place.name, text, token.reach)
        asked = near if token.reach else _conditions.as_written(place.name, text)
        if asked is None:
            return None
        within = f" within {token.reach} words" if token.reach else ""
        return _Part(_boosted(asked, token.boost), f"{label}“{text}”{within}")

    def _readable(self, text: str) -> str:
        """As much of a text as there are words left: one typed word may hold a hundred ("a-b-c")."""
        left = self.language.most_words - self.words + 1
        count = 0
        for unit, at in _analysis.units(text):
            if count + len(unit.parts) > left:
                self.notice(f"Only the first {self.language.most_words} words were searched.")
                text = text[: at + left - count]
                count = left
                break
            count += len(unit.parts)
        self.words += max(count - 1, 0)
        return text

    def _similar(self, place: TextField, token: Word) -> Any | None:
        affordable = self._affordable(len(_analysis.words(token.text)))
        return _conditions.similar_to(place.name, token.text, token.typos) if affordable else None

    def _affordable(self, count: int = 1) -> bool:
        """May so many more patterns or typos be looked for?"""
        self.patterns += count
        if self.patterns <= self.language.most_patterns:
            return True
        self.notice(
            f"Only the first {self.language.most_patterns} words with stars or ~ were searched as such, "
            "the others as they stand."
        )
        return False

    def _pattern(self, place: TextField, label: str, token: Word) -> _Part | None:
        parts: list[_Part] = []
        for piece in _analysis.pattern_pieces(token.text):
            letters = piece.replace("*", "").replace("?", "")
            if piece == letters:
                asked = _conditions.all_words(place.name, piece)
            elif len(letters) < LETTERS_OF_A_PATTERN or piece.count("*") > _MOST_STARS:
                self.notice(
                    f"A pattern needs at least {LETTERS_OF_A_PATTERN} letters and at most {_MOST_STARS} "
                    f"stars, so “{piece[:40]}” was searched without its stars."
                )
                asked = _conditions.all_words(place.name, letters)
            elif not self._affordable():
                asked = _conditions.all_words(place.name, letters)
            else:
                asked = _conditions.pattern(_conditions.words_of(place.name), piece)
            if asked is not None:
                parts.append(_Part(_boosted(asked, token.boost), f"{label}{piece}"))
        return _all(parts)

    # --- Values ---

    def _choice(self, place: ValueField, name: str, token: Value) -> _Part | None:
        if isinstance(token, Range):
            return _Part(_term_range(place.name, token), f"{name}: {token.low} to {token.high}")
        if place.choose is None:
            return self._exact(place, name, token)
        for count in range(_LONGEST_NAME if isinstance(token, Word) else 1, 0, -1):
            following = self.tokens[self.at : self.at + count - 1]
            if len(following) < count - 1 or not all(isinstance(each, Word) for each in following):
                continue
            typed = " ".join([token.text, *(each.text for each in following if isinstance(each, Word))])
            if (choice := place.choose(typed.strip(" ,.;"))) is not None:
                self.at += count - 1
                return _Part(query.Term(place.name, choice.value), f"{name}: {choice.label}")
        self.notice(f"No {place.noun} is called “{token.text[:60]}”, so it was searched as a word.")
        return self._text(self.language.default, "", token)

    def _exact(self, place: ValueField, name: str, token: Word | Quoted) -> _Part | None:
        text = token.text
        if not text:
            return None
        label = f"{name}: {text}"
        if text == "*" and isinstance(token, Word):
            return _Part(query.Every(place.name), label)
        if isinstance(token, Word) and not token.literal and ("*" in text or "?" in text):
            return _Part(_conditions.pattern(place.name, text), label)
        return _Part(query.Term(place.name, text), label)

    def _grams(self, place: GramField, name: str, token: Value) -> _Part | None:
        text = "" if isinstance(token, Range) else token.text
        grams = [gram for word in _analysis.words(text) for gram in place.grams(word)]
        return _all([_Part(query.Term(place.name, gram), f"{name}: {gram}") for gram in grams])

    # --- Dates and numbers ---

    def _date(self, place: DateField, name: str, token: Value) -> _Part | None:
        low, high, text = _ends(token)
        first, last = _conditions.moments(low), _conditions.moments(high)
        if (first is None and low not in ("", "*")) or (last is None and high not in ("", "*")):
            cure = f"write {name}:2025, {name}:2025-08 or {name}:2025-08-26"
            return self._misplaced(name, token, f"“{text[:60]}” is no date", cure)
        start = first[0] if first else None
        end = last[1] if last else None
        if isinstance(token, Range):
            start = first[1] if first and token.low_open else start
            end = last[0] if last and token.high_open else end
        if place.bound == "after":
            after = _conditions.between(place.name, last[1] if last else None, None)
            return _Part(after, f"after {_conditions.in_words(high)}")
        if place.bound == "before":
            before = _conditions.between(place.name, None, first[0] if first else None)
            return _Part(before, f"before {_conditions.in_words(low)}")
        return _Part(_conditions.between(place.name, start, end), _period(low, high))

    def _number(self, place: NumberField, name: str, token: Value) -> _Part | None:
        low, high, text = _ends(token)
        try:
            first = place.convert(low) if low not in ("", "*") else None
            last = place.convert(high) if high not in ("", "*") else None
        except ValueError:
            return self._misplaced(name, token, f"“{text[:60]}” is no number", "")
        opens = (token.low_open, token.high_open) if isinstance(token, Range) else (False, False)
        return _Part(query.NumericRange(place.name, first, last, *opens), f"{name}: {text}")

    def _misplaced(self, name: str, token: Value, fault: str, cure: str) -> _Part | None:
        """A value that its field cannot hold. In a bracket, which may hold all that follows, it is a word."""
        if self.brackets and not isinstance(token, Range):
            self.notice(f"{fault}, so it was searched as a word.")
            return self._text(self.language.default, "", token)
        self.notice(f"{fault}, so “{name}:” was ignored{'; ' if cure else ''}{cure}.")
        return None

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None


_MOST_STARS: Final = 4


def _period(low: str, high: str) -> str:
    low, high = (_conditions.in_words("" if end == "*" else end) for end in (low, high))
    if low and low == high:
        return f"published {'on' if low.count(' ') == 2 else 'in'} {low}"
    ends = [f"from {low}"] * bool(low) + [f"to {high}"] * bool(high)
    return f"published {' '.join(ends) or 'at any time'}"


def _all(parts: list[_Part]) -> _Part | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    asked = [query.Not(part.query) if part.negative else part.query for part in parts]
    text = " and ".join(
        f"({_reads(part)})" if part.compound and not part.negative else _reads(part) for part in parts
    )
    if all(part.negative for part in parts):
        asked.insert(0, query.Every())
    return _Part(query.And(asked), text, beside=tuple(parts), tokens=_across(parts))


def _either(parts: list[_Part]) -> _Part | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    asked = query.Or([_alone(part) for part in parts])
    text = " or ".join(_reads(part) for part in parts)
    return _Part(asked, text, compound=True, tokens=_across(parts))


def _across(parts: list[_Part]) -> tuple[int, int]:
    return parts[0].tokens[0], parts[-1].tokens[1]


def _tidy(text: str) -> str:
    """A word as it is shown: without what stood around it."""
    return text.strip(" ,.;:!?") or text


def _boosted(asked: Any, boost: float) -> Any:
    return asked.with_boost(boost) if boost != 1.0 and hasattr(asked, "boost") else asked


def _term_range(name: str, token: Range) -> Any:
    low, high = (None if end in ("", "*") else end for end in (token.low, token.high))
    return query.TermRange(name, low, high, token.low_open, token.high_open)


def _ends(token: Value) -> tuple[str, str, str]:
    """Low end, high end and the whole of `2025-01..2025-06`, `[2025 TO 2026]` or a single value."""
    if isinstance(token, Range):
        return token.low, token.high, f"{token.low} to {token.high}"
    text = token.text.strip(" ,;")
    low, dots, high = text.partition("..")
    return (low, high.lstrip("."), text) if dots else (text, text, text)
