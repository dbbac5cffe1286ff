"""How the engine grows: 10,000, 100,000 and 1,000,000 articles in one table and one chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from pathlib import Path
from typing import Any

from . import engines, tables
from .corpus import kept, questions, vocabulary
from .haystacks import Ours
from .peers import Missing, Tantivy
from .worker import measured as in_a_worker

SIZES = (10_000, 100_000, 1_000_000)
#: Columns of the table, by what a row calls them.
COLUMNS = {
    "articles": "articles",
    "ours p50 ms": "p50 ms",
    "ours p95 ms": "p95 ms",
    "ours MB": "index MB",
    "ours indexed/s": "indexed/s",
    "first search after start ms": "first search ms",
    "worker private MB": "worker MB",
    "worker private after many words MB": "after thousands of words MB",
    "postings kept MB": "postings kept MB",
    "tantivy p50 ms": "Tantivy p50",
    "tantivy p95 ms": "Tantivy p95",
    "tantivy MB": "Tantivy MB",
}


def measure(work: Path, scratch: Path, sizes: Sequence[int] = SIZES) -> list[dict[str, float]]:
    return [_grown(work, scratch, count) for count in sizes]


def _grown(work: Path, scratch: Path, count: int) -> dict[str, float]:
    read = kept(work, count)
    known = vocabulary(read)
    asks = questions(known, "words")
    built = []
    for engine in (Ours, Tantivy):
        try:
            built.append(engines.prepared(engine(engines.place(work, engine, count)), read, count))
        except Missing as error:
            print(f"missing: {error}")
    row: dict[str, float] = {"articles": count}
    for each, times in zip(built, engines.asked(built, "words", asks), strict=True):
        row |= {
            f"{times.engine} p50 ms": round(times.p50(), 2),
            f"{times.engine} p95 ms": round(times.p95(), 2),
            f"{times.engine} MB": each.megabytes,
            f"{times.engine} indexed/s": each.articles_per_second,
        }
    return row | in_a_worker(built[0].engine.folder, scratch, asks, known.words)


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    return tables.table(list(COLUMNS.values()), [[row.get(name) for name in COLUMNS] for row in rows])


# --- The chart: milliseconds and megabytes over articles, each ten times the one before ---

#: A line that ends so near above leaves no room for words between.
_LABEL = 35
_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 300, 200, 50, 40, 80
_LINES = (
    (
        "Milliseconds a search",
        (("p50", "ours p50 ms"), ("p95", "ours p95 ms"), ("Tantivy p95", "tantivy p95 ms")),
    ),
    ("Megabytes", (("index", "ours MB"), ("Tantivy", "tantivy MB"), ("a worker", "worker private MB"))),
)
_COLORS = ("#0b5cad", "#b3541e", "#5f6b76")


def chart(rows: Sequence[Mapping[str, float]]) -> str:
    """An SVG document. Both axes are logarithmic, so that a straight line is steady growth."""
    panels = [
        _panel(rows, title, lines, _LEFT + place * (_WIDTH + _GAP))
        for place, (title, lines) in enumerate(_LINES)
    ]
    width, height = _LEFT + 2 * (_WIDTH + _GAP), _TOP + _HEIGHT + 40
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' font-family="system-ui, sans-serif" font-size="11" fill="#5f6b76">',
            "<title>Milliseconds and megabytes at 10,000, 100,000 and 1,000,000 articles</title>",
            *panels,
            "</svg>\n",
        ]
    )


def _panel(
    rows: Sequence[Mapping[str, float]], title: str, lines: Sequence[tuple[str, str]], left: int
) -> str:
    drawn = [(label, [(row["articles"], row[key]) for row in rows if key in row]) for label, key in lines]
    values = [value for _, points in drawn for _, value in points]
    decades = int(log10(min(values))) - (min(values) < 1), int(log10(max(values))) + 1
    first, last = log10(rows[0]["articles"]), log10(rows[-1]["articles"])

    def place(articles: float, value: float) -> tuple[float, float]:
        across = (log10(articles) - first) / ((last - first) or 1)
        up = (log10(value) - decades[0]) / (decades[1] - decades[0])
        return round(left + across * _WIDTH, 1), round(_TOP + (1 - up) * _HEIGHT, 1)

    parts = [f'<text x="{left}" y="{_TOP - 20}" font-size="13" fill="#1c2733">{title}</text>']
    for decade in range(decades[0], decades[1] + 1):
        _, y = place(rows[0]["articles"], 10**decade)
        parts.append(f'<path d="M{left} {y}h{_WIDTH}" stroke="#d8dde2"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{10**decade:,g}</text>')
    for row in rows:
        x, _ = place(row["articles"], values[0])
        parts.append(
            f'<text x="{x}" y="{_TOP + _HEIGHT + 18}" text-anchor="middle">{row["articles"]:,}</text>'
        )
    ends = [place(*points[-1])[1] for _, points in drawn if points]
    for (label, points), color in zip(drawn, _COLORS, strict=True):
        if not points:
            continue
        places = [place(*point) for point in points]
        path = " ".join(f"{x},{y}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{color}"/>' for x, y in places]
        x, y = places[-1]
        # Below, where the line of another would run through the words.
        y += 26 if any(0 < y - end < _LABEL for end in ends) else -7
        parts.append(f'<text x="{x - 6}" y="{y}" text-anchor="end" fill="{color}">{label}</text>')
    return "\n".join(parts)
