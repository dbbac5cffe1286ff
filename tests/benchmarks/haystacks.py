"""The two engines that speak Haystack: ours, and Haystack's own Whoosh backend asked in three ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

from .corpus import FACETS, HISTOGRAM, Document, Question
from .peers import COUNTED, SHOWN, Engine

#: What decides over the bytes of our index. Searching may change without making it anew.
_INDEXING = ("_analysis", "_codec", "_flat", "_inversion", "_merging", "_schema", "_segment", "_writer")
_ALL_FACETS: dict[str, dict[str, Any]] = {f"{name}_exact": {"limit": 10} for name in COUNTED}


class _Haystack(Engine):
    engine: str
    facets: bool

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        from haystack import connections
        from haystack.utils.loading import UnifiedIndex

        from .indexes import index_class

        alias = f"bench-{self.name}-{folder.name}"
        connections.connections_info[alias] = {
            "ENGINE": self.engine,
            "PATH": str(folder),
            "INCLUDE_SPELLING": True,
        }
        made = connections.reload(alias)
        self.searched = index_class(facets=self.facets)()
        made._index = UnifiedIndex()
        made._index.build([self.searched])
        self.backend = made.get_backend()

    def search(self, question: Question) -> int:
        return int(self.answer(question)["hits"])

    def answer(self, question: Question, **options: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.backend.search(
            self.written(question),
            start_offset=0,
            end_offset=SHOWN,
            limit_to_registered_models=False,
            sort_by=["-published"] if question.newest else None,
            narrow_queries=self.narrows(question) if question.is_narrowed else None,
            **options,
        )
        return answer

    def written(self, question: Question) -> str:
        match question.kind:
            case "phrase":
                return f'"{" ".join(question.words)}"'
            case "prefix":
                return f"{question.words[0]}*"
            case kind:
                return (" OR " if kind == "any" else " ").join(question.words)

    def narrows(self, question: Question) -> Any:
        raise NotImplementedError


class Ours(_Haystack):
    """This archive's engine, through Haystack's backend and the reader's language."""

    name = "ours"
    engine = "archive.search.backend.ArchiveEngine"
    facets = True

    def version(self) -> str:
        import archive.search

        digest = sha256()
        for name in _INDEXING:
            digest.update(Path(archive.search.__file__).with_name(f"{name}.py").read_bytes())
        return digest.hexdigest()[:12]

    def index(self, documents: Iterable[Document]) -> None:
        from archive.search import _writer

        backend = self.backend
        prepared = (backend.layout.document(self.searched.prepared_of(each)) for each in documents)
        _writer.rebuild(backend.root, backend.layout, prepared, lambda _: None)

    def open(self) -> None:
        if (problem := self.backend.problem()) is not None:
            raise problem

    def answer(self, question: Question, **options: Any) -> dict[str, Any]:
        return super().answer(question, **{"facets": _ALL_FACETS, **options})

    def narrows(self, question: Question) -> Any:
        """As `narrow()` hands them over."""
        condition = self.backend.lookups.condition
        made = [condition(f"{name}_exact", "exact", value, None) for name, value in question.facets]
        if question.since:
            made.append(condition("published", "range", (question.since, question.until), None))
        return made


class Stock(_Haystack):
    """Haystack's own Whoosh backend as it comes, asked for a page of results and no counts."""

    name = "haystack page"
    index_name = "haystack-whoosh"
    engine = "haystack.backends.whoosh_backend.WhooshEngine"
    facets = False
    sample = 10

    def version(self) -> str:
        return f"{metadata.version('django-haystack')} {metadata.version('whoosh-reloaded')} 1"

    def index(self, documents: Iterable[Document]) -> None:
        from whoosh.writing import SegmentWriter

        backend = self.backend
        backend.setup()
        writer = SegmentWriter(backend.index, limitmb=256)
        for document in documents:
            held = self.searched.prepared_of(document)
            writer.add_document(**{key: backend._from_python(value) for key, value in held.items()})
        writer.commit()

    def open(self) -> None:
        self.backend.setup()

    def written(self, question: Question) -> str:
        written = super().written(question)
        return f"({written})" if question.kind != "all" else f"({' AND '.join(question.words)})"

    def narrows(self, question: Question) -> Any:
        made = {f'{name}_exact:"{value}"' for name, value in question.facets}
        if question.since:
            made.add(f"published:[{question.since:%Y%m%d} to {question.until:%Y%m%d}]")
        return made


class StockFacets(Stock):
    """The same with Haystack's own facets, which Whoosh groups all hits for (`groupedby`)."""

    name = "haystack facets"
    index_name = Stock.index_name

    def answer(self, question: Question, **options: Any) -> dict[str, Any]:
        return super().answer(question, **{"facets": list(_ALL_FACETS), **options})


class StockStored(Stock):
    """The page, and then the stored fields of all hits read and counted: quicker where hits are few."""

    name = "haystack stored"
    index_name = Stock.index_name
    cannot = dict.fromkeys(("facet", "dates", "newest", "phrase", "prefix"), "words alone tell")

    def search(self, question: Question) -> int:
        hits = super().search(question)
        backend = self.backend
        counts = {name: Counter[str]() for name in COUNTED}
        with backend.index.searcher() as searcher:
            asked = backend.parser.parse(self.written(question))
            for doc in searcher.docs_for_query(asked):
                stored = searcher.stored_fields(doc)
                for name in FACETS:
                    counts[name].update(stored[f"{name}_exact"].split(","))
                counts[HISTOGRAM][stored[f"{HISTOGRAM}_exact"]] += 1
        return hits
