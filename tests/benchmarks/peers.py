"""Search engines behind one small interface: index documents, answer a question with 20 hits and all counts.

Each is used as its own documents advise for speed, on one core, and keeps title and text
so that a page of results can be shown. A peer that is not installed is named as missing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from .corpus import FACETS, HISTOGRAM, Document, Question

SHOWN = 20
COUNTED = (*FACETS, HISTOGRAM)


class Missing(Exception):
    """A peer is not here."""


class Engine:
    name: ClassVar[str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def index(self, documents: Iterable[Document]) -> None:
        raise NotImplementedError

    def search(self, question: Question) -> int:
        """Number of hits; the page and the counts are made and thrown away."""
        raise NotImplementedError

    def size(self) -> float:
        """Megabytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6


class Ours(Engine):
    """This archive's engine, through Haystack's backend and the reader's language."""

    name = "ours"
    stock = False

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        from haystack import connections
        from haystack.utils.loading import UnifiedIndex

        from .indexes import index_class

        engine = (
            "haystack.backends.whoosh_backend.WhooshEngine"
            if self.stock
            else "archive.search.backend.ArchiveEngine"
        )
        alias = f"bench-{self.name}"
        connections.connections_info[alias] = {"ENGINE": engine, "PATH": str(folder)}
        made = connections.reload(alias)
        self.searched = index_class(facets=not self.stock)()
        made._index = UnifiedIndex()
        made._index.build([self.searched])
        self.backend = made.get_backend()

    def index(self, documents: Iterable[Document]) -> None:
        from archive.search import _writer

        backend = self.backend
        prepared = (backend.layout.document(self.searched.prepared_of(each)) for each in documents)
        _writer.rebuild(backend.root, backend.layout, prepared, lambda _: None)

    def search(self, question: Question) -> int:
        return int(self.answer(question)["hits"])

    def answer(self, question: Question, **options: Any) -> dict[str, Any]:
        joint = " OR " if question.kind == "any" else " "
        facets: dict[str, Any] = {f"{name}_exact": {"limit": 10} for name in COUNTED}
        answer: dict[str, Any] = self.backend.search(
            joint.join(question.words),
            facets=facets,
            start_offset=0,
            end_offset=SHOWN,
            limit_to_registered_models=False,
            **options,
        )
        return answer


class Stock(Ours):
    """Haystack's own Whoosh backend. It counts no facets."""

    name = "haystack-whoosh"
    stock = True

    def index(self, documents: Iterable[Document]) -> None:
        from whoosh.writing import SegmentWriter

        backend = self.backend
        backend.setup()
        writer = SegmentWriter(backend.index, limitmb=256)
        for document in documents:
            held = self.searched.prepared_of(document)
            writer.add_document(**{key: backend._from_python(value) for key, value in held.items()})
        writer.commit()

    def search(self, question: Question) -> int:
        joint = " OR " if question.kind == "any" else " AND "
        asked = f"({joint.join(question.words)})"
        answer = self.backend.search(
            asked, start_offset=0, end_offset=SHOWN, limit_to_registered_models=False
        )
        return int(answer["hits"])


class Tantivy(Engine):
    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        try:
            import tantivy
        except ImportError as error:
            raise Missing("tantivy is not installed (tests/benchmarks/requirements.txt)") from error
        self.tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", stored=True, indexed=True)
        schema.add_text_field("title", stored=True, tokenizer_name="en_stem")
        schema.add_text_field("text", stored=True, tokenizer_name="en_stem")
        for name in COUNTED:
            schema.add_text_field(name, stored=False, fast=True, tokenizer_name="raw")
        self.held = tantivy.Index(schema.build(), path=str(folder))
        self.counted = {
            name: {"terms": {"field": name, "size": 10, "segment_size": 10_000}} for name in COUNTED
        }

    def index(self, documents: Iterable[Document]) -> None:
        writer = self.held.writer(heap_size=256_000_000, num_threads=1)
        for each in documents:
            made = self.tantivy.Document(
                number=each.number, title=each.title, text=f"{each.title}\n{each.text}"
            )
            for name in COUNTED:
                for value in each.facets[name]:
                    made.add_text(name, value)
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()
        self.held.reload()
        self.searcher = self.held.searcher()

    def search(self, question: Question) -> int:
        joint = " OR " if question.kind == "any" else " AND "
        asked = self.held.parse_query(joint.join(question.words), ["text"])
        found = self.searcher.search(asked, limit=SHOWN, count=True)
        for _, address in found.hits:
            self.searcher.doc(address)
        self.searcher.aggregate(asked, self.counted)
        return int(found.count)


class Fts5(Engine):
    name = "sqlite-fts5"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.db = sqlite3.connect(folder / "fts.sqlite3")
        self.db.executescript(
            """
            PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-256000;
            CREATE VIRTUAL TABLE held USING fts5(title, text, tokenize='porter unicode61');
            CREATE TABLE facet (doc INTEGER, kind TEXT, value TEXT);
            """
        )

    def index(self, documents: Iterable[Document]) -> None:
        for each in documents:
            self.db.execute(
                "INSERT INTO held (rowid, title, text) VALUES (?, ?, ?)",
                (each.number + 1, each.title, each.text),
            )
            rows = [(each.number + 1, name, value) for name in COUNTED for value in each.facets[name]]
            self.db.executemany("INSERT INTO facet VALUES (?, ?, ?)", rows)
        self.db.execute("CREATE INDEX by_doc ON facet (doc, kind, value)")
        self.db.execute("INSERT INTO held (held) VALUES ('optimize')")
        self.db.commit()

    def search(self, question: Question) -> int:
        asked = (" OR " if question.kind == "any" else " ").join(question.words)
        self.db.execute(
            "SELECT rowid, title, text FROM held WHERE held MATCH ? ORDER BY bm25(held) LIMIT ?",
            (asked, SHOWN),
        ).fetchall()
        self.db.execute(
            "SELECT kind, value, count(*) FROM facet WHERE doc IN (SELECT rowid FROM held WHERE held MATCH ?)"
            " GROUP BY kind, value",
            (asked,),
        ).fetchall()
        return int(self.db.execute("SELECT count(*) FROM held WHERE held MATCH ?", (asked,)).fetchone()[0])


class Postgres(Engine):
    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        if not (url := os.environ.get("DATABASE_URL_PEER")):
            raise Missing("PostgreSQL: DATABASE_URL_PEER is not set")
        import psycopg2

        self.db = psycopg2.connect(url)
        self.cursor = self.db.cursor()
        self.cursor.execute(
            """
            CREATE TEMPORARY TABLE held (number integer PRIMARY KEY, title text, text text, words tsvector);
            CREATE TEMPORARY TABLE facet (doc integer, kind text, value text)
            """
        )

    def index(self, documents: Iterable[Document]) -> None:
        for each in documents:
            self.cursor.execute(
                "INSERT INTO held VALUES (%s, %s, %s, to_tsvector('english', %s))",
                (each.number, each.title, each.text, f"{each.title}\n{each.text}"),
            )
            rows = [(each.number, name, value) for name in COUNTED for value in each.facets[name]]
            self.cursor.executemany("INSERT INTO facet VALUES (%s, %s, %s)", rows)
        self.cursor.execute("CREATE INDEX ON held USING gin (words); CREATE INDEX ON facet (doc)")
        self.cursor.execute("ANALYZE held; ANALYZE facet")
        self.db.commit()

    def search(self, question: Question) -> int:
        asked = (" | " if question.kind == "any" else " & ").join(question.words)
        matching = "words @@ to_tsquery('english', %s)"
        self.cursor.execute(
            f"SELECT number, title, text FROM held WHERE {matching}"
            " ORDER BY ts_rank_cd(words, to_tsquery('english', %s)) DESC LIMIT %s",
            (asked, asked, SHOWN),
        )
        self.cursor.fetchall()
        self.cursor.execute(
            f"SELECT kind, value, count(*) FROM facet JOIN held ON doc = number WHERE {matching}"
            " GROUP BY kind, value",
            (asked,),
        )
        self.cursor.fetchall()
        self.cursor.execute(f"SELECT count(*) FROM held WHERE {matching}", (asked,))
        return int(self.cursor.fetchone()[0])

    def size(self) -> float:
        self.cursor.execute("SELECT pg_total_relation_size('held') + pg_total_relation_size('facet')")
        return float(self.cursor.fetchone()[0]) / 1e6


ENGINES: tuple[type[Engine], ...] = (Ours, Tantivy, Fts5, Postgres, Stock)
