"""Figures over labeled corpora: files of JSON lines, gzipped or not.

`names`: tokens tagged as people; a name is found when the same last word is part of a mention.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from articles.drafts import RawDocument
from articles.reading import Reading, read, reading_config


def names(path: Path, limit: int | None = None) -> dict[str, float]:
    right = wrong = missed = 0
    for story in stories(path, limit):
        text, people = _joined(story["sentences"])
        mentions = [
            (mention.span.start, mention.span.end)
            for tag in read_fields({"text": text}).annotations.people
            for mention in tag.mentions
            if mention.span.field == "text"
        ]
        hit = {person for person in people if any(start < person[1] <= end for start, end in mentions)}
        right += len(hit)
        missed += len(people) - len(hit)
        wrong += sum(not any(start < last <= end for _, last in people) for start, end in mentions)
    return {
        "people labelled": right + missed,
        "precision": right / max(1, right + wrong),
        "recall": right / max(1, right + missed),
        "F1": f1(right, wrong, missed),
    }


def _joined(sentences: list[list[tuple[str, str]]]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens as running text, and the spans of runs tagged as people."""
    text, people = "", []
    for sentence in sentences:
        previous = "O"
        for token, tag in sentence:
            glued = token in {".", ",", "'s", "'", ")", ":", ";"} or text.endswith(("(", "\n"))
            text += "" if glued or not text else " "
            start = len(text)
            text += token
            if tag.endswith("-PER"):
                if previous == "I-PER" and tag == "I-PER":
                    people[-1] = (people[-1][0], len(text))
                else:
                    people.append((start, len(text)))
            previous = tag.replace("B-", "I-")
        text += "\n\n"
    return text.rstrip(), people


def read_fields(fields: dict[str, str]) -> Reading:
    line = json.dumps(fields, ensure_ascii=False).encode()
    (reading,) = read(RawDocument(line, "story.jsonl", "json-lines"), reading_config())
    if not isinstance(reading, Reading):
        raise TypeError(reading.reason)
    return reading


def stories(path: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / max(1, 2 * right + wrong + missed)
