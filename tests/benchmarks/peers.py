"""Search engines behind one small interface: index documents, answer a question with 20 hits and all counts.

Each is used as its own documents advise for speed, on one core, and keeps title and text
so that a page of results can be shown. Every answer is the same work: the first 20 hits
with their texts, the number of hits, the counts of eight facets and a histogram of years.
A peer that is not installed is named as missing; what one cannot do is told with a reason.
"""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, ClassVar

from .corpus import FACETS, HISTOGRAM, Document, Question

SHOWN = 20
COUNTED = (*FACETS, HISTOGRAM)


class Missing(Exception):
    """A peer is not here."""


class Engine:
    """`index_name` is shared by engines that ask one index in several ways.

    `clock` is what indexing is timed by: the processor's, which neighbors on the machine
    leave alone, or the wall's for a server that is a process of its own.
    `cannot` tells by family of questions why an engine is not asked it; `sample`
    how many questions of a family a slow one is asked over a large index.
    """

    name: ClassVar[str]
    index_name: ClassVar[str]
    clock: Callable[[], float] = staticmethod(time.process_time)
    cannot: ClassVar[Mapping[str, str]] = {}
    sample: ClassVar[int | None] = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __init_subclass__(cls) -> None:
        if "index_name" not in vars(cls) and "name" in vars(cls):
            cls.index_name = cls.name

    def version(self) -> str:
        """What an index must have been made by to be used again."""
        raise NotImplementedError

    def index(self, documents: Iterable[Document]) -> None:
        """Make an index in the folder, which is empty."""
        raise NotImplementedError

    def open(self) -> None:
        """Be ready for questions to the index that is in the folder."""
        raise NotImplementedError

    def search(self, question: Question) -> int:
        """Number of hits; the page and the counts are made and thrown away."""
        raise NotImplementedError

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def size(self) -> float:
        """Megabytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6


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
        schema.add_integer_field("day", stored=False, indexed=True, fast=True)
        schema.add_text_field("title", stored=True, tokenizer_name="en_stem")
        schema.add_text_field("text", stored=True, tokenizer_name="en_stem")
        for name in COUNTED:
            schema.add_text_field(name, stored=False, fast=True, tokenizer_name="raw")
        self.schema = schema.build()
        self.counted = {
            name: {"terms": {"field": name, "size": 10, "segment_size": 10_000}} for name in COUNTED
        }

    def version(self) -> str:
        return f"{metadata.version('tantivy')} 1"

    def index(self, documents: Iterable[Document]) -> None:
        held = self.tantivy.Index(self.schema, path=str(self.folder))
        writer = held.writer(heap_size=256_000_000, num_threads=1)
        for each in documents:
            made = self.tantivy.Document(
                number=each.number,
                day=each.published.toordinal(),
                title=each.title,
                text=f"{each.title}\n{each.text}",
            )
            for name in COUNTED:
                for value in each.facets[name]:
                    made.add_text(name, value)
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self.held = self.tantivy.Index(self.schema, path=str(self.folder))
        self.held.reload()
        self.searcher = self.held.searcher()

    def search(self, question: Question) -> int:
        asked = self._asked(question)
        order = {"order_by_field": "day"} if question.newest else {}
        found = self.searcher.search(asked, limit=SHOWN, count=True, **order)
        for _, address in found.hits:
            self.searcher.doc(address)
        self.searcher.aggregate(asked, self.counted)
        return int(found.count)

    def _asked(self, question: Question) -> Any:
        query, must = self.tantivy.Query, self.tantivy.Occur.Must
        match question.kind:
            case "prefix":
                asked = query.regex_query(self.schema, "text", f"{question.words[0]}.*")
            case "phrase":
                asked = self.held.parse_query(f'"{" ".join(question.words)}"', ["text"])
            case kind:
                joint = " OR " if kind == "any" else " AND "
                asked = self.held.parse_query(joint.join(question.words), ["text"])
        narrows = [query.term_query(self.schema, name, value) for name, value in question.facets]
        if question.since and question.until:
            low, high = question.since.toordinal(), question.until.toordinal()
            integer = self.tantivy.FieldType.Integer
            narrows.append(query.range_query(self.schema, "day", integer, low, high))
        if not narrows:
            return asked
        return query.boolean_query(
            [(must, asked), *((must, query.const_score_query(each, 0.0)) for each in narrows)]
        )


class Fts5(Engine):
    name = "sqlite-fts5"

    def version(self) -> str:
        return f"{sqlite3.sqlite_version} 1"

    def index(self, documents: Iterable[Document]) -> None:
        db = self._connected()
        db.executescript(
            """
            CREATE VIRTUAL TABLE held USING fts5(title, text, tokenize='porter unicode61');
            CREATE TABLE facet (doc INTEGER, kind TEXT, value TEXT);
            CREATE TABLE published (doc INTEGER PRIMARY KEY, day INTEGER);
            """
        )
        db.execute("BEGIN")
        for each in documents:
            doc = each.number + 1
            db.execute("INSERT INTO held (rowid, title, text) VALUES (?, ?, ?)", (doc, each.title, each.text))
            db.execute("INSERT INTO published VALUES (?, ?)", (doc, each.published.toordinal()))
            rows = [(doc, name, value) for name in COUNTED for value in each.facets[name]]
            db.executemany("INSERT INTO facet VALUES (?, ?, ?)", rows)
        db.execute("COMMIT")
        db.executescript(
            """
            CREATE INDEX by_doc ON facet (doc, kind, value);
            CREATE INDEX by_value ON facet (kind, value, doc);
            CREATE INDEX by_day ON published (day);
            INSERT INTO held (held) VALUES ('optimize');
            ANALYZE;
            """
        )
        db.close()

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.folder / "fts.sqlite3", isolation_level=None)
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-256000")
        return db

    def open(self) -> None:
        self.db = self._connected()
        self.db.execute("CREATE TEMP TABLE hit (doc INTEGER PRIMARY KEY, score REAL)")

    def search(self, question: Question) -> int:
        """The hits are found and weighed once, into a table that the three answers are read from."""
        narrows, values = self._narrows(question)
        self.db.execute("DELETE FROM hit")
        self.db.execute(
            f"INSERT INTO hit SELECT rowid, bm25(held) FROM held WHERE held MATCH ?{narrows}",
            (_fts5_match(question), *values),
        )
        order = "day DESC" if question.newest else "score"
        self.db.execute(
            "SELECT doc, title, text FROM (SELECT doc FROM hit JOIN published USING (doc)"
            f" ORDER BY {order} LIMIT {SHOWN}) JOIN held ON held.rowid = doc"
        ).fetchall()
        self.db.execute(
            "SELECT kind, value, count(*) FROM hit JOIN facet USING (doc) GROUP BY kind, value"
        ).fetchall()
        return int(self.db.execute("SELECT count(*) FROM hit").fetchone()[0])

    def _narrows(self, question: Question) -> tuple[str, list[Any]]:
        narrows, values = "", []
        for name, value in question.facets:
            narrows += " AND rowid IN (SELECT doc FROM facet WHERE kind = ? AND value = ?)"
            values += [name, value]
        if question.since and question.until:
            narrows += " AND rowid IN (SELECT doc FROM published WHERE day BETWEEN ? AND ?)"
            values += [question.since.toordinal(), question.until.toordinal()]
        return narrows, values


def _fts5_match(question: Question) -> str:
    match question.kind:
        case "prefix":
            return f"{question.words[0]}*"
        case "phrase":
            return f'"{" ".join(question.words)}"'
        case "any":
            return " OR ".join(question.words)
    return " ".join(question.words)


class Postgres(Engine):
    """A schema of its own for each set of documents, so that it can be asked again another day."""

    name = "postgresql"
    clock = staticmethod(time.perf_counter)

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        if not (url := os.environ.get("DATABASE_URL_PEER")):
            raise Missing("PostgreSQL: DATABASE_URL_PEER is not set")
        import psycopg2

        try:
            self.db = psycopg2.connect(url)
        except psycopg2.OperationalError as error:
            raise Missing(f"PostgreSQL: {str(error).strip()}") from error
        self.db.autocommit = True
        self.cursor = self.db.cursor()
        self.schema = f'"bench {folder.name}"'

    def version(self) -> str:
        return f"{self.db.server_version} 1"

    def clear(self) -> None:
        super().clear()
        self.cursor.execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")

    def index(self, documents: Iterable[Document]) -> None:
        self.cursor.execute(f"CREATE SCHEMA {self.schema}; SET search_path TO {self.schema}")
        self.cursor.execute(
            """
            CREATE TABLE held (number integer PRIMARY KEY, day date, title text, text text, words tsvector
                GENERATED ALWAYS AS (to_tsvector('english', title || ' ' || text)) STORED);
            CREATE TABLE facet (doc integer, kind text, value text)
            """
        )
        articles, values = io.StringIO(), io.StringIO()
        for number, each in enumerate(documents, 1):
            fields = (each.number, each.published, each.title, each.text)
            articles.write("\t".join(map(_copied, fields)) + "\n")
            for name in COUNTED:
                for value in each.facets[name]:
                    values.write(f"{each.number}\t{name}\t{_copied(value)}\n")
            if number % 1000 == 0:
                self._copy(articles, values)
        self._copy(articles, values)
        self.cursor.execute(
            """
            CREATE INDEX ON held USING gin (words); CREATE INDEX ON held (day);
            CREATE INDEX ON facet (doc); CREATE INDEX ON facet (kind, value, doc)
            """
        )
        self.cursor.execute("VACUUM ANALYZE held")
        self.cursor.execute("VACUUM ANALYZE facet")

    def _copy(self, articles: io.StringIO, values: io.StringIO) -> None:
        for lines, into in ((articles, "held (number, day, title, text)"), (values, "facet")):
            lines.seek(0)
            self.cursor.copy_expert(f"COPY {into} FROM STDIN", lines)
            lines.seek(0)
            lines.truncate()

    def open(self) -> None:
        self.cursor.execute(f"SET search_path TO {self.schema}")
        self.cursor.execute("SELECT FROM held LIMIT 1")

    def search(self, question: Question) -> int:
        narrows, values = self._narrows(question)
        asked, text = _postgresql_query(question)
        matching = f"FROM held, {asked} AS asked WHERE words @@ asked{narrows}"
        order = "day DESC" if question.newest else "ts_rank_cd(words, asked) DESC"
        self.cursor.execute(
            f"SELECT number, title, text {matching} ORDER BY {order} LIMIT {SHOWN}", (text, *values)
        )
        self.cursor.fetchall()
        self.cursor.execute(
            "SELECT kind, value, count(*) FROM facet"
            f" JOIN (SELECT number {matching}) AS hits ON doc = number GROUP BY kind, value",
            (text, *values),
        )
        self.cursor.fetchall()
        self.cursor.execute(f"SELECT count(*) {matching}", (text, *values))
        return int(self.cursor.fetchone()[0])

    def _narrows(self, question: Question) -> tuple[str, list[Any]]:
        narrows, values = "", []
        for name, value in question.facets:
            narrows += " AND number IN (SELECT doc FROM facet WHERE kind = %s AND value = %s)"
            values += [name, value]
        if question.since:
            narrows += " AND day BETWEEN %s AND %s"
            values += [question.since, question.until]
        return narrows, values

    def size(self) -> float:
        self.cursor.execute("SELECT pg_total_relation_size('held') + pg_total_relation_size('facet')")
        return float(self.cursor.fetchone()[0]) / 1e6


def _postgresql_query(question: Question) -> tuple[str, str]:
    match question.kind:
        case "phrase":
            return "phraseto_tsquery('english', %s)", " ".join(question.words)
        case "prefix":
            return "to_tsquery('english', %s)", f"{question.words[0]}:*"
    return "to_tsquery('english', %s)", (" | " if question.kind == "any" else " & ").join(question.words)


def _copied(value: Any) -> str:
    """A value as COPY reads it."""
    escaped = str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n")
    return escaped.replace("\r", r"\r").replace("\x00", "")
