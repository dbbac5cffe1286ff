"""The engine that Haystack talks to, over Whoosh's index.

It is written anew against Haystack's contract rather than on Haystack's own
Whoosh backend. That backend hands strings from one parser to another, opens
searchers for each search and asks `django_ct` of every document; what could be
kept of it after mending that is less than what is here.

A failure of the installation (an index that is damaged, or made for other fields)
is logged and, with Haystack's `SILENTLY_FAIL`, answered with no hits; `problem()`
tells the pages about it, and a system check tells the operator.
"""

from __future__ import annotations

import heapq
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct
from haystack.utils.app_loading import haystack_get_model
from whoosh import query

from . import _analysis, _facets, _schema, _snippets, _spelling, _writer
from ._conditions import all_words
from ._executor import Budget, Executor, Found
from ._flat import Array
from ._segment import MISSING
from ._snapshot import POSTINGS_MEMORY, Reading, Snapshot, reading
from .exceptions import OperatorError
from .query import ArchiveSearchQuery, Lookups

logger = logging.getLogger(__name__)

#: Words that stand for a document in "more like this". More find nothing better and cost more.
_LIKENESS_WORDS: Final = 25
#: A word that more than this share of all documents has says nothing of one of them,
#: unless there are only a few documents, where no word is rare.
_COMMON: Final = 0.2
_FEW: Final = 10
#: Objects that are prepared together.
_TOGETHER: Final = 500

#: Parts of a typed word that are put right: "Yoon-joo" has two.
_LONGEST_COMPOUND: Final = 3


class ArchiveBackend(BaseSearchBackend):
    """One connection. Connections are per thread; what is read is shared by the process."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        if not options.get("PATH"):
            raise ImproperlyConfigured(
                f"HAYSTACK_CONNECTIONS[{connection_alias!r}] needs a PATH for the index."
            )
        self.root = Path(options["PATH"]).absolute()
        self.patience = float(options.get("LOCK_TIMEOUT", _writer.PATIENCE))
        self.memory = int(options.get("POSTINGS_MEMORY", POSTINGS_MEMORY))
        self._around_rebuild: str = options.get("AROUND_REBUILD", "")
        self._layout: _schema.Layout | None = None
        self._lookups: Lookups | None = None

    @property
    def layout(self) -> _schema.Layout:
        if self._layout is None:
            searched = connections[self.connection_alias].get_unified_index().all_searchfields()
            if not searched:
                raise SearchBackendError("No fields were found in any search_indexes.")
            self._layout = _schema.layout(searched)
        return self._layout

    @property
    def lookups(self) -> Lookups:
        if self._lookups is None:
            self._lookups = Lookups(self.layout)
        return self._lookups

    @property
    def reading(self) -> Reading:
        return reading(self.root, self.memory)

    def around_rebuild(self) -> AbstractContextManager[None]:
        """What the project wants done before a rebuild reads the rows, and after it is served."""
        named = self._around_rebuild
        around: AbstractContextManager[None] = import_string(named)() if named else nullcontext()
        return around

    @property
    def version(self) -> str:
        """Two indexes of one version find the same in the same rows."""
        return _schema.VERSION

    def problem(self) -> OperatorError | None:
        """What keeps this index from being searched, if anything does."""
        try:
            with self.reading.lock:
                self.reading.snapshot(self.layout.fingerprint)
        except OperatorError as error:
            return error
        return None

    # --- Writing ---

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Put objects into the index, replacing what it holds of them. Always commits."""
        with _writer.batch(self.root, self.layout, self.patience) as changes:
            for instance, document in self.documents(index, iterable):
                if document is None:
                    changes.remove(get_identifier(instance))
                else:
                    changes.put(document)

    def documents(self, index: Any, instances: Iterable[Any]) -> Iterator[tuple[Any, dict[str, Any] | None]]:
        """Objects with their documents.

        An index may have a `gather(instances)`. It is called with some hundreds of them
        before these are prepared, to read at once what it would else read of one after the other.
        """
        rest = iter(instances)
        while some := list(islice(rest, _TOGETHER)):
            if hasattr(index, "gather"):
                index.gather(some)
            for instance in some:
                yield instance, self.prepared(index, instance)

    def prepared(self, index: Any, instance: Any) -> dict[str, Any] | None:
        """An object as a document; None when its index skips it or fails and failures are silent."""
        try:
            return self.layout.document(index.full_prepare(instance))
        except SkipDocument:
            return None
        except Exception:
            if not self.silently_fail:
                raise
            logger.exception("Could not prepare %s for the index", get_identifier(instance))
            return None

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        with _writer.batch(self.root, self.layout, self.patience) as changes:
            changes.remove(get_identifier(obj_or_string))

    def clear(self, models: Sequence[Any] | None = None, commit: bool = True) -> None:
        if models is None:
            _writer.clear(self.root, self.layout, self.patience)
            return
        with _writer.batch(self.root, self.layout, self.patience) as changes:
            for model in models:
                changes.remove_where(DJANGO_CT, get_model_ct(model))

    def build_schema(self, fields: Mapping[str, Any]) -> tuple[str, Any]:
        made = _schema.layout(fields)
        return made.content, made.schema

    # --- Searching ---

    @log_query  # type: ignore[untyped-decorator]
    def search(self, query_string: Any, **options: Any) -> dict[str, Any]:
        if isinstance(query_string, str) and not query_string:
            return {"results": [], "hits": 0}
        return self._guarded(lambda snapshot: self._search(snapshot, query_string, options), options)

    def more_like_this(
        self, model_instance: Any, additional_query_string: Any = None, **options: Any
    ) -> dict[str, Any]:
        def like(snapshot: Snapshot) -> dict[str, Any]:
            doc = self._document_of(snapshot, get_identifier(model_instance))
            if doc is None:
                return self._nothing(options)
            excluded = query.Not(query.Term(ID, get_identifier(model_instance)))
            asked = query.And([self._likeness(snapshot, doc), excluded])
            if additional_query_string is None or additional_query_string == "*":
                return self._search(snapshot, asked, options)
            return self._search(snapshot, asked, options, extra=[additional_query_string])

        return self._guarded(like, options)

    def _guarded(
        self, run: Callable[[Snapshot], dict[str, Any]], options: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Run a search on the newest state of the index, or say nothing was found."""
        held = self.reading
        try:
            with held.lock:
                snapshot = held.snapshot(self.layout.fingerprint)
                if snapshot is not None and snapshot.size:
                    return run(snapshot)
        except OperatorError as error:
            if not self.silently_fail:
                raise
            logger.error("%s", error)
        return self._nothing(options)

    def _search(
        self, snapshot: Snapshot, asked: Any, options: Mapping[str, Any], extra: Iterable[Any] = ()
    ) -> dict[str, Any]:
        for unsupported in ("within", "dwithin", "distance_point"):
            if options.get(unsupported):
                raise SearchBackendError("This engine does not search by distance.")
        executor = Executor(snapshot)
        asked = self.lookups.raw(self.layout.content, asked)
        whole = executor.found(asked)
        narrowed = partial(self._narrowed, snapshot, executor, whole, options, extra)
        found = narrowed()
        end = options.get("end_offset")
        page = self._ordered(snapshot, found, options.get("sort_by"), end)
        shown = found.only(page[options.get("start_offset") or 0 : end])
        return {
            "results": self._results(snapshot, shown, asked, options),
            "hits": len(found),
            "facets": self._facets(snapshot, executor, found.docs, options, narrowed),
            "spelling_suggestion": self._suggestion(snapshot, executor, options),
            "notices": tuple(executor.budget.notices),
        }

    def keys(self, query_string: Any, **options: Any) -> tuple[list[str], int, tuple[str, ...]]:
        """The primary keys of all that a search finds, in its order, the index's generation, and notices.

        No stored field is read, so that of a hundred thousand hits all can be told, and more work is
        allowed than for a page: what is handed on must be whole, and says so where it is not.
        """
        held = self.reading
        with held.lock:
            snapshot = held.snapshot(self.layout.fingerprint)
            if snapshot is None or not snapshot.size:
                return [], 0 if snapshot is None else snapshot.generation, ()
            executor = Executor(snapshot, Budget.generous(snapshot.size))
            asked = self.lookups.raw(self.layout.content, query_string)
            found = self._narrowed(snapshot, executor, executor.found(asked), options)
            order = self._ordered(snapshot, found, options.get("sort_by"), None)
            docs = found.docs[order]
            keys: list[Any] = []
            for leaf, _ in snapshot.leaves:
                words = np.array(leaf.contents.lexicon(DJANGO_ID).words(), object)
                keys.append(words[leaf.contents[f"{DJANGO_ID}/values"]])
            return np.concatenate(keys)[docs].tolist(), snapshot.generation, tuple(executor.budget.notices)

    def extent(self, field: str) -> tuple[int, int]:
        """How many documents can be found, and the greatest of a field's numbers; zeros of an empty index."""
        held = self.reading
        with held.lock:
            snapshot = held.snapshot(self.layout.fingerprint)
            if snapshot is None or not len(snapshot.every):
                return 0, 0

            def greatest() -> int:
                numbers = snapshot.numbers(field)[snapshot.every]
                numbers = numbers[numbers != MISSING]
                return (
                    int(snapshot.schema[field].from_column_value(int(numbers.max()))) if numbers.size else 0
                )

            return len(snapshot.every), snapshot.once(("greatest", field), greatest)

    def _narrowed(
        self,
        snapshot: Snapshot,
        executor: Executor,
        found: Found,
        options: Mapping[str, Any],
        extra: Iterable[Any] = (),
        without: Collection[Any] = (),
    ) -> Found:
        for allowed in self._filters(snapshot, executor, options, extra, without):
            found = found.only(allowed[found.docs])
        return found

    def _filters(
        self,
        snapshot: Snapshot,
        executor: Executor,
        options: Mapping[str, Any],
        extra: Iterable[Any],
        without: Collection[Any],
    ) -> Iterable[Array]:
        """What only narrows a search: kept masks over documents, no scores."""
        for narrow in (*(options.get("narrow_queries") or ()), *extra):
            if narrow not in without:
                yield executor.mask(self.lookups.raw(self.layout.content, narrow))
        limited = options.get("limit_to_registered_models")
        if limited is None:
            limited = getattr(settings, "HAYSTACK_LIMIT_TO_REGISTERED_MODELS", True)
        if models := options.get("models"):
            wanted = {get_model_ct(model) for model in models}
        elif limited:
            wanted = set(self.build_models_list())
        else:
            return
        held = snapshot.once(
            "kinds",
            lambda: {
                kind for leaf, _ in snapshot.leaves for kind in leaf.contents.lexicon(DJANGO_CT).words()
            },
        )
        if not held <= wanted:
            yield executor.mask(query.Or([query.Term(DJANGO_CT, kind) for kind in sorted(wanted)]))

    def _ordered(
        self, snapshot: Snapshot, found: Found, sort_by: Sequence[str] | None, end: int | None
    ) -> Array:
        """Places in what was found, by score or by fields, each in its own direction.

        What has no value comes last. Only the first `end` are in order, the others left out.
        """
        first, *others = sort_by or ("-score",)
        early = self._sort_key(snapshot, first, found)
        candidates = np.arange(len(found))
        if end is not None and 0 < end < len(found):
            # Only what can be shown is put in order: all that come as early as the last of them.
            least = np.partition(early, end - 1)[end - 1]
            candidates = np.flatnonzero(early <= least)
        some = found.only(candidates)
        keys = [early[candidates], *(self._sort_key(snapshot, each, some) for each in others)]
        order = np.lexsort(keys[::-1])
        return candidates[order][:end]

    def _sort_key(self, snapshot: Snapshot, order: str, found: Found) -> Array:
        """A number for each hit: the smaller, the earlier."""
        name, descends = order.lstrip("-"), order.startswith("-")
        if name == "score":
            return -found.all_scores if descends else found.all_scores
        ranks = self._sort_ranks(snapshot, name, found.docs)
        return np.where(ranks < 0, np.iinfo(np.int64).max, -ranks if descends else ranks)

    def _sort_ranks(self, snapshot: Snapshot, name: str, docs: Array) -> Array:
        """The rank of each document's value among all values; -1 where it has none."""
        name = connections[self.connection_alias].get_unified_index().get_index_fieldname(name)
        plan = self.layout.plans.get(name)
        if plan is None:
            raise SearchBackendError(f"There is no field {name!r} to sort by.")
        if plan.kind in ("number", "datetime"):
            return snapshot.once(("ranks", name), lambda: _ranks_of(snapshot.numbers(name)))[docs]
        if plan.kind in ("exact", "boolean"):
            firsts = snapshot.first_values(name)[docs]
            return snapshot.ordinals.in_order(name)[1][firsts]
        kept = snapshot.cache.setdefault(("sort", name), {})
        for doc in docs.tolist():
            if doc not in kept:
                value = snapshot.stored(doc).get(name)
                kept[doc] = None if value is None else _analysis.fold(str(value))
        texts = [kept[doc] for doc in docs.tolist()]
        places = {
            text: rank for rank, text in enumerate(sorted({text for text in texts if text is not None}))
        }
        return np.array([places.get(text, -1) for text in texts], np.int64)

    # --- What is found ---

    def _results(self, snapshot: Snapshot, shown: Found, asked: Any, options: Mapping[str, Any]) -> list[Any]:
        result_class = options.get("result_class") or SearchResult
        highlight = options.get("highlight")
        sought = _snippets.Sought.of(asked, (self.layout.content,)) if highlight else None
        results: list[Any] = []
        plans = self._shown_plans(options.get("fields"))
        kinds: dict[str, tuple[str, str] | None] = {}
        for doc, score in zip(shown.docs.tolist(), shown.all_scores.tolist(), strict=True):
            stored = snapshot.stored(doc)
            kind = stored[DJANGO_CT]
            if kind not in kinds:
                app_label, model_name = kind.split(".")
                known = haystack_get_model(app_label, model_name) is not None
                kinds[kind] = (app_label, model_name) if known else None
            if (names := kinds[kind]) is None:
                continue
            fields = _stored_fields(stored, plans)
            if sought is not None:
                text = stored.get(self.layout.content, "")
                style = _highlight_style(highlight, stored)
                fields["highlighted"] = {self.layout.content: [_snippets.snippet(text, sought, **style)]}
            results.append(result_class(*names, stored[DJANGO_ID], score, **fields))
        return results

    def _shown_plans(self, wanted: Collection[str] | None) -> list[tuple[str, _schema.FieldPlan]]:
        """The fields that a result tells of."""
        return [
            (name, plan)
            for name, plan in self.layout.plans.items()
            if plan.stored and name not in (DJANGO_CT, DJANGO_ID) and (not wanted or name in wanted)
        ]

    def _facets(
        self,
        snapshot: Snapshot,
        executor: Executor,
        docs: Array,
        options: Mapping[str, Any],
        narrowed: Callable[..., Found],
    ) -> dict[str, Any]:
        facets, dates, queries = (options.get(key) for key in ("facets", "date_facets", "query_facets"))
        if not (facets or dates or queries):
            return {}
        counted_queries: dict[str, int] = {}
        for name, asked in queries or ():
            searched = self._searched(name)
            matching = executor.mask(self.lookups.raw(searched, asked))
            counted_queries[f"{searched}:{asked}"] = int(np.count_nonzero(matching[docs]))
        asked_facets = {name: how or {} for name, how in (facets or {}).items()}
        counted = _facets.count_all(snapshot, self.layout, docs, asked_facets)
        for name, how in asked_facets.items():
            if without := how.get("without"):
                others = narrowed(without=without).docs
                counted[name].beside = _facets.count_all(snapshot, self.layout, others, {name: how})[name]
        return {
            "fields": counted,
            "dates": {
                name: _facets.count_dates(snapshot.numbers(name), docs, details)
                for name, details in (dates or {}).items()
            },
            "queries": counted_queries,
        }

    def _searched(self, name: str) -> str:
        """The field that a query facet asks: Haystack names the shadow, which knows no words."""
        plan = self.layout.plans.get(name)
        return plan.source or name if plan else name

    def _nothing(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of an empty index, in full shape."""
        facets: dict[str, Any] = {}
        if any(options.get(key) for key in ("facets", "date_facets", "query_facets")):
            facets = {
                "fields": {name: [] for name in options.get("facets") or ()},
                "dates": {
                    name: _facets.count_dates(*_facets.NO_DATES, details)
                    for name, details in (options.get("date_facets") or {}).items()
                },
                "queries": {
                    f"{self._searched(name)}:{asked}": 0 for name, asked in options.get("query_facets") or ()
                },
            }
        return {"results": [], "hits": 0, "facets": facets, "spelling_suggestion": None, "notices": ()}

    # --- Likeness and spelling ---

    def _document_of(self, snapshot: Snapshot, identifier: str) -> int | None:
        for leaf, base in snapshot.leaves:
            if (term := leaf.contents.lexicon(ID).find(identifier.encode())) >= 0:
                for doc in leaf.contents.docs(ID, term).tolist():
                    if snapshot.alive[base + doc]:
                        return int(base + doc)
        return None

    def _likeness(self, snapshot: Snapshot, doc: int) -> Any:
        """The document's most telling words: frequent in it and rare elsewhere."""
        text = snapshot.stored(doc).get(self.layout.content, "")
        found = _analysis.analyzed([_analysis.Zone(text)])
        weighed: list[tuple[float, str]] = []
        for stem, weight in found.weights.items():
            frequency = snapshot.frequency(self.layout.content, stem.encode())
            if len(stem) > 2 and 1 < frequency <= max(_FEW, snapshot.size * _COMMON):
                weighed.append((weight * snapshot.size / frequency, stem))
        best = heapq.nlargest(_LIKENESS_WORDS, weighed)
        return (
            query.Or([query.Term(self.layout.content, stem) for _, stem in best]) if best else query.NullQuery
        )

    def _suggestion(self, snapshot: Snapshot, executor: Executor, options: Mapping[str, Any]) -> str | None:
        """What was typed with each word that no document has put right, where that finds more.

        Quoted words are meant as they stand.
        """
        typed = options.get("spelling_query") or ""
        if not self.include_spelling or '"' in typed:
            return None
        words = _analysis.words(typed)
        better = [self._put_right(snapshot, word) for word in words]
        if better == words:
            return None
        before, after = (
            0
            if (asked := all_words(self.layout.content, " ".join(each))) is None
            else len(executor.found(asked))
            for each in (words, better)
        )
        return " ".join(better) if after > before else None

    def completions(self, typed: str, limit: int = 10, field: str = "") -> list[str]:
        """Words of a field of text that go on from what was typed, the most frequent first."""
        words = _analysis.words(typed)
        with self.reading.lock:
            snapshot = self.reading.snapshot(self.layout.fingerprint)
            if snapshot is None or not words:
                return []
            going_on = _spelling.completions(snapshot, field or self.layout.content, words[-1], limit)
        return [" ".join([*words[:-1], word]) for word, _ in going_on]

    def values(self, field: str, patterns: Sequence[str], limit: int = 10) -> list[tuple[str, int]]:
        """Whole values of a faceted field that patterns match, with their numbers of documents."""
        plan = self.layout.plans[field]
        with self.reading.lock:
            snapshot = self.reading.snapshot(self.layout.fingerprint)
            return (
                [] if snapshot is None else _spelling.values(snapshot, plan.exact or field, patterns, limit)
            )

    def put_right(self, typed: Iterable[tuple[str, str]], most: int = 3) -> dict[str, str]:
        """Texts that have a word no document has, each with that word put right.

        They come with the field they are looked for in. At most so many of them are looked into.
        """
        better: dict[str, str] = {}
        with self.reading.lock:
            snapshot = self.reading.snapshot(self.layout.fingerprint)
            if snapshot is None:
                return {}
            for field, text in typed:
                words = _analysis.words(text)
                known = all(_spelling.is_known(snapshot, field, word) for word in words)
                if known or len(words) > _LONGEST_COMPOUND:
                    continue
                if not most:
                    break
                most -= 1
                right = [self._put_right(snapshot, word, field) for word in words]
                if right != words:
                    better[text] = " ".join(right)
        return better

    def _put_right(self, snapshot: Snapshot, word: str, field: str = "") -> str:
        return _spelling.put_right(snapshot, field or self.layout.content, word)


def _stored_fields(
    stored: Mapping[str, Any], plans: Iterable[tuple[str, _schema.FieldPlan]]
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, plan in plans:
        value = stored[name] if name in stored else stored.get(plan.source)
        if plan.multivalued:
            fields[name] = list(value or ())
        elif value is not None:
            fields[name] = value.date() if plan.day_only else value
    return fields


def _ranks_of(numbers: Array) -> Array:
    """Numbers that fit into 63 bits in the order of these, -1 for a missing one."""
    missing = numbers == MISSING
    held = numbers[~missing]
    least = held.min() if held.size else np.uint64(0)
    if held.size and int(held.max()) - int(least) < np.iinfo(np.int64).max:
        return np.where(missing, -1, (numbers - least).astype(np.int64))
    return np.where(missing, -1, np.unique(numbers, return_inverse=True)[1])


def _highlight_style(highlight: Any, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Haystack passes True or what was given to `highlight()`.

    Taken are `pre_tag`, `post_tag`, `length` and `without`, the name of a field
    that is shown elsewhere: a text that begins with it is shown from behind it.
    """
    given = highlight if isinstance(highlight, dict) else {}
    style: dict[str, Any] = {"before": given.get("pre_tag", "<em>"), "after": given.get("post_tag", "</em>")}
    if "length" in given:
        style["length"] = int(given["length"])
    if shown := stored.get(given.get("without", "")):
        style["skip"] = len(shown)
    return style


class ArchiveEngine(BaseEngine):
    backend = ArchiveBackend
    query = ArchiveSearchQuery
