"""Haystack's calls as query objects.

Haystack builds strings, which have to be quoted, escaped and parsed again, and
there commas split values and brackets break questions. Here the tree of `SQ`
objects becomes a tree of query objects directly. Strings remain where Haystack's
interface has nothing else: raw queries and `narrow`. Those are read by the same
grammar as a reader's questions, with the index's own fields as its names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from haystack import connections
from haystack.backends import BaseSearchQuery, SearchNode
from haystack.constants import FUZZY_WHOOSH_MAX_EDITS, FUZZY_WHOOSH_MIN_PREFIX
from haystack.exceptions import SearchBackendError
from haystack.inputs import AltParser, AutoQuery, Clean, Exact, Not, Raw
from whoosh import query
from whoosh.util.times import datetime_to_long

from . import _analysis, _conditions, _language, _syntax
from ._schema import LONGEST_VALUE, FieldPlan, Layout, as_datetime

_NOTHING: Final = query.NullQuery

#: Characters that mean something in a raw query, and the operators.
_SPECIAL = re.compile(r"""[\\"“”„‟«»「」()\[\]{}*?:~^|!+&\-−]""")
#: What cannot stand in a pattern is any one character there.
_PLAINLY = re.compile(rf"{_SPECIAL.pattern}|\s")
_LATEST: Final = as_datetime(date.max)
_OPERATORS: Final = {"AND", "OR", "NOT", "TO"}


def language(layout: Layout) -> _language.Language:
    """The language of raw queries: every field of the index by its own name, bounds no program meets."""
    fields: dict[str, _language.Field] = {}
    for name, plan in layout.plans.items():
        match plan.kind:
            case "words":
                fields[name] = _language.TextField(name)
            case "exact" | "boolean":
                fields[name] = _language.ValueField(name, noun=name)
            case "number":
                fields[name] = _language.NumberField(name, plan.field.convert)
            case "datetime":
                fields[name] = _language.DateField(name)
            case "grams" | "prefixes":
                fields[name] = _language.GramField(name, layout.schema[name].asked)
    default = _language.TextField(layout.content)
    return _language.Language(default, fields | {"content": default}, 1_000_000, 50_000, 1_000)


class Lookups:
    """One condition (`title__startswith="Ind"`) at a time, as a query object."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.language = language(layout)

    def condition(self, name: str, lookup: str, value: Any, writer: BaseSearchQuery) -> Any:
        plan = self.layout.plans.get(self.layout.content if name == "content" else name)
        if plan is None:
            return _NOTHING
        if isinstance(value, AltParser):
            raise SearchBackendError(
                f"This engine has one parser of questions and not {value.parser_name!r}."
            )
        if isinstance(value, Raw | AutoQuery):
            return self.raw(plan.name, value.query_string if _is_query(value) else value.prepare(writer))
        if isinstance(value, Not):
            return query.And([query.Every(), query.Not(self._plain(plan, "content", value.query_string))])
        if isinstance(value, Exact):
            return self._plain(plan, "exact", value.query_string)
        if isinstance(value, Clean) or hasattr(value, "input_type_name"):
            return self._plain(plan, lookup, value.query_string)
        return self._plain(plan, lookup, value)

    def raw(self, name: str, asked: Any) -> Any:
        """A query object as it is, a string by the grammar of raw queries."""
        if not isinstance(asked, str):
            return asked
        if asked.strip() in ("*", "*:*"):
            return query.Every()
        place = self.language.fields.get(name, self.language.default)
        if not isinstance(place, _language.TextField):
            asked = f"{name}:({asked})"
            place = self.language.default
        within = replace(self.language, default=place)
        return _syntax.understand(asked, within).query or _NOTHING

    def _plain(self, plan: FieldPlan, lookup: str, value: Any) -> Any:
        if lookup == "in":
            return _any_of(self._plain(plan, "exact", each) for each in value)
        if lookup == "range":
            low, high = value
            return self._between(plan, low, high)
        if lookup in ("gt", "gte"):
            return self._between(plan, value, None, low_open=lookup == "gt")
        if lookup in ("lt", "lte"):
            return self._between(plan, None, value, high_open=lookup == "lt")
        match plan.kind:
            case "words":
                return self._words(plan, lookup, value)
            case "exact":
                return _whole(plan, lookup, str(value))
            case "number":
                return self._number(plan, value)
            case "datetime":
                return self._moment(plan, value)
            case "boolean":
                return query.Term(plan.name, value)
            case "grams" | "prefixes":
                words = _analysis.words(str(value))
                grams = [gram for word in words for gram in self.layout.schema[plan.name].asked(word)]
                return _conditions.both(query.Term(plan.name, gram) for gram in grams) or _NOTHING
        return _NOTHING

    def _words(self, plan: FieldPlan, lookup: str, value: Any) -> Any:
        text = str(value)
        if lookup == "exact":
            if plan.exact:
                return query.Term(plan.exact, text[:LONGEST_VALUE])
            return _conditions.near(plan.name, text) or _NOTHING
        if lookup == "fuzzy":
            fuzzy = _conditions.similar_to(plan.name, text, FUZZY_WHOOSH_MAX_EDITS, FUZZY_WHOOSH_MIN_PREFIX)
            return fuzzy or _NOTHING
        if lookup == "content":
            return _conditions.all_words(plan.name, text) or _NOTHING
        glob = {"contains": "*{}*", "startswith": "{}*", "endswith": "*{}"}[lookup]
        words = _analysis.words(text)
        return (
            _conditions.both(
                _conditions.pattern(_conditions.words_of(plan.name), glob.format(word)) for word in words
            )
            or _NOTHING
        )

    def _between(
        self, plan: FieldPlan, low: Any, high: Any, *, low_open: bool = False, high_open: bool = False
    ) -> Any:
        if plan.kind == "datetime":
            first, last = _span(low), _span(high)
            start = None if first is None else first[1] if low_open else first[0]
            end = None if last is None else last[0] if high_open else last[1]
            return query.NumericRange(plan.name, start, end, endexcl=True)
        if plan.kind == "number":
            convert = plan.field.convert
            return query.NumericRange(plan.name, convert(low), convert(high), low_open, high_open)
        name = plan.name
        ends = [None if end is None else str(end) for end in (low, high)]
        if plan.kind == "words":
            name = _conditions.words_of(plan.name)
            ends = [None if end is None else _analysis.fold(end) for end in ends]
        return query.TermRange(name, *ends, low_open, high_open)

    @staticmethod
    def _number(plan: FieldPlan, value: Any) -> Any:
        try:
            return query.Term(plan.name, plan.field.convert(value))
        except (TypeError, ValueError):
            return _NOTHING

    @staticmethod
    def _moment(plan: FieldPlan, value: Any) -> Any:
        span = _span(value)
        return _NOTHING if span is None else query.NumericRange(plan.name, *span, endexcl=True)


def _is_query(value: Any) -> bool:
    return isinstance(value.query_string, query.Query)


def _any_of(parts: Iterable[Any]) -> Any:
    held = list(parts)
    return query.Or(held) if len(held) > 1 else held[0] if held else _NOTHING


def _whole(plan: FieldPlan, lookup: str, text: str) -> Any:
    """Whole values, case and all."""
    text = text[:LONGEST_VALUE]
    match lookup:
        case "startswith":
            return query.Prefix(plan.name, text)
        case "endswith":
            return query.Regex(plan.name, f".*{re.escape(text)}$")
        case "contains":
            return query.Regex(plan.name, f".*{re.escape(text)}")
        case "fuzzy":
            return query.FuzzyTerm(plan.name, text, maxdist=FUZZY_WHOOSH_MAX_EDITS, prefixlength=1)
    return query.Term(plan.name, text)


def _span(value: Any) -> tuple[int, int] | None:
    """The moments that a value stands for, as the index counts them: a day is all of its moments."""
    if isinstance(value, str):
        moments = _conditions.moments(value)
        if moments is None:
            return None
        start, end = moments
    elif isinstance(value, datetime):
        start = as_datetime(value)
        end = start + timedelta(microseconds=1)
    elif isinstance(value, date):
        start = as_datetime(value)
        end = None if value == date.max else start + timedelta(days=1)
    else:
        return None
    return datetime_to_long(start), datetime_to_long(end or _LATEST)


class ArchiveSearchQuery(BaseSearchQuery):
    """What a `SearchQuerySet` collects, as one query object."""

    def build_query(self) -> Any:
        asked = self._tree(self.query_filter) if self.query_filter else None
        asked = asked or query.Every()
        if not self.boost:
            return asked
        more = [
            words.with_boost(weight) if hasattr(words, "with_boost") else words
            for word, weight in self.boost.items()
            if (words := _conditions.all_words(self._content, word)) is not None
        ]
        return query.AndMaybe(asked, query.Or(more)) if more else asked

    def build_params(self, spelling_query: str | None = None) -> dict[str, Any]:
        """With the words as they were typed: stems cannot be spelled right."""
        typed = spelling_query or self.spelling_query or " ".join(self._typed(self.query_filter))
        params: dict[str, Any] = super().build_params(spelling_query=typed)
        return params

    def _typed(self, node: SearchNode) -> Iterator[str]:
        for child in node.children:
            if isinstance(child, SearchNode):
                yield from self._typed(child)
            else:
                text = getattr(child[1], "query_string", child[1])
                if isinstance(text, str) and node.split_expression(child[0])[0] in ("content", self._content):
                    yield text

    #: What had to be left out of the last search, in sentences for the reader.
    notices: tuple[str, ...] = ()

    def post_process_facets(self, results: dict[str, Any]) -> dict[str, Any]:
        """Haystack hands all of an answer over here and keeps only the counts."""
        self.notices = tuple(results.get("notices", ()))
        counts: dict[str, Any] = super().post_process_facets(results)
        return counts

    def add_stats_query(self, stats_field: str, stats_facets: Any) -> None:
        raise SearchBackendError(f"This engine keeps no statistics of {stats_field!r}; facets count values.")

    def __str__(self) -> str:
        return str(self.build_query())

    @property
    def _lookups(self) -> Lookups:
        lookups: Lookups = self.backend.lookups
        return lookups

    @property
    def _content(self) -> str:
        return self._lookups.layout.content

    def _tree(self, node: SearchNode) -> Any:
        parts: list[Any] = []
        for child in node.children:
            if isinstance(child, SearchNode):
                part = self._tree(child)
            else:
                expression, value = child
                name, lookup = node.split_expression(expression)
                part = self._condition(name, lookup, value)
            if part is not None:
                parts.append(part)
        if not parts:
            return None
        joined = parts[0] if len(parts) == 1 else (query.Or if node.connector == "OR" else query.And)(parts)
        return query.And([query.Every(), query.Not(joined)]) if node.negated else joined

    def _condition(self, name: str, lookup: str, value: Any) -> Any:
        if name != "content":
            name = connections[self._using].get_unified_index().get_index_fieldname(name)
        if hasattr(value, "values_list"):
            value = list(value)
        return self._lookups.condition(name, lookup, value, self)

    def run_mlt(self, **kwargs: Any) -> None:
        """Like Haystack's, which forgets to say how many results are wanted."""
        limits = {
            "start_offset": self.start_offset,
            "end_offset": self.end_offset,
            "highlight": self.highlight,
        }
        super().run_mlt(**limits | kwargs)

    # --- Strings, for `narrow` and raw queries ---

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """One condition in the grammar of raw queries."""
        if isinstance(value, Raw | AutoQuery):
            return f"{field}:({value.prepare(self)})"
        if isinstance(value, Not):
            return f"NOT {field}:({self.clean(value.query_string)})"
        if isinstance(value, Exact):
            filter_type = "exact"
        if hasattr(value, "input_type_name"):
            value = value.query_string
        plan = self._lookups.layout.plans.get(field)
        if plan is not None and plan.exact and filter_type in ("exact", "in"):
            field = plan.exact
        if filter_type == "in":
            return f"{field}:({' OR '.join(self._quoted(each) for each in value) or '()'})"
        if filter_type == "range":
            return f"{field}:[{_bound(value[0])} TO {_bound(value[1])}]"
        if filter_type in ("gt", "gte"):
            return f"{field}:{'{' if filter_type == 'gt' else '['}{_bound(value)} TO ]"
        if filter_type in ("lt", "lte"):
            return f"{field}:[ TO {_bound(value)}{'}' if filter_type == 'lt' else ']'}"
        whole = plan is not None and plan.kind == "exact"
        if filter_type == "exact" or not isinstance(value, str) or (whole and filter_type == "content"):
            return f"{field}:{self._quoted(value)}"
        mark = {"contains": "*{}*", "startswith": "{}*", "endswith": "*{}", "fuzzy": "{}~2"}.get(
            filter_type, "{}"
        )
        words = [_PLAINLY.sub("?", value)] if whole else _analysis.words(value)
        return f"{field}:({' '.join(mark.format(word) for word in words) or '()'})"

    def _quoted(self, value: Any) -> str:
        return self.build_exact_query(_syntax.escape(_bound(value)))

    def clean(self, query_fragment: Any) -> Any:
        """Every character as it stands, also between quotation marks."""
        if not isinstance(query_fragment, str):
            return query_fragment
        words = (f"\\{word}" if word in _OPERATORS else word for word in query_fragment.split())
        return " ".join(_SPECIAL.sub(lambda match: f"\\{match.group()}", word) for word in words)

    def build_not_query(self, query_string: str) -> str:
        return f"NOT ({query_string})"

    def build_exact_query(self, query_string: str) -> str:
        return f'"{query_string}"'


def _bound(value: Any) -> str:
    if isinstance(value, datetime):
        return as_datetime(value).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
