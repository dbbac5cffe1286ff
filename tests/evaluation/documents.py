"""Field by field: what is read in documents whose every field was labeled by hand.

The labels are a JSON object by file name. Key names are those of the label
file; `CHECKS` maps them to the promised JSON of `annotate`. A key that is left
out says that the page has no such thing; `unsettled` names the fields of a page
on which careful readers differ. A long text is labeled by its first and last
words: `{"opens": …, "ends": …}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.drafts import RawDocument
from articles.reading import as_json, read, reading_config

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the things in one field: found and labeled, found only, labeled only."""

    right: int
    extra: int
    missed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    expected: Any
    got: Any
    right: bool
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class FieldResult:
    file: str
    field: str
    outcome: Outcome

    @property
    def right(self) -> bool:
        return self.outcome.right


def evaluate(labels: Path, folders: Collection[Path], limit: int | None = None) -> list[FieldResult]:
    """Every labeled field of every document, right or not; a document is looked up in each folder in turn."""
    results: list[FieldResult] = []
    for name, label in list(labeled(labels).items())[:limit]:
        path = next((folder / name for folder in folders if (folder / name).exists()), None)
        if path is None:
            raise FileNotFoundError(f"{name} is labeled but in none of {', '.join(map(str, folders))}")
        (reading,) = read(RawDocument(path.read_bytes(), name), reading_config())
        results += _compare(name, label, as_json(reading))
    return results


def labeled(labels: Path) -> dict[str, Json]:
    """The labels by file name, without what the file says of itself."""
    entries = json.loads(labels.read_text(encoding="utf-8"))
    return {name: label for name, label in entries.items() if not name.startswith("_")}


def _compare(file: str, label: Json, got: Json) -> Iterator[FieldResult]:
    for field, check in CHECKS.items():
        needed = ONLY_WHERE_LABELED.get(field)
        if field not in label.get("unsettled", ()) and (needed is None or needed in label):
            yield FieldResult(file, field, check(label, got))


def _same(key: str, ours: str | None = None) -> Callable[[Json, Json], Outcome]:
    def check(label: Json, got: Json) -> Outcome:
        expected, found = label.get(key), got[ours or key]
        return Outcome(expected, found, _agree(expected, found))

    return check


def _folded(key: str) -> Callable[[Json, Json], Outcome]:
    """A name that houses set in capitals or not."""

    def check(label: Json, got: Json) -> Outcome:
        expected, found = label.get(key), got[key]
        return Outcome(expected, found, (expected or "").casefold() == (found or "").casefold())

    return check


def _agree(expected: Any, found: Any) -> bool:
    if isinstance(expected, dict) and "opens" in expected:
        text = found or ""
        return bool(text.startswith(expected["opens"]) and text.endswith(expected["ends"]))
    return bool(expected == found)


def _key_points(label: Json, got: Json) -> Outcome:
    expected = label.get("key_points", [])
    return Outcome(expected, got["key_points"], expected == got["key_points"])


def _published(label: Json, got: Json) -> Outcome:
    if label.get("published"):
        expected: Json = {"date": label["published"], "basis": "stated"}
    elif inferred := label.get("published_inferred"):
        expected = {"basis": "inferred"} | {
            key: inferred[key] for key in ("date", "earliest", "latest") if key in inferred
        }
    else:
        expected = {"date": None, "basis": "unknown"}
    seen = {key: got["published"][key] for key in expected}
    return Outcome(expected, seen, seen == expected)


def _time(label: Json, got: Json) -> Outcome:
    expected = (label.get("published_time") or "T").split("T")[1] or None
    return Outcome(expected, got["published"]["time"], expected == got["published"]["time"])


def _dateline(label: Json, got: Json) -> Outcome:
    given, found = label.get("dateline"), got["dateline"]
    expected = given and {
        "place": given["place"],
        "country": given["country"],
        "date": given["date_resolved"],
    }
    seen = found and {key: found[key] for key in ("place", "country", "date")}
    return Outcome(expected, seen, _folded_values(expected) == _folded_values(seen))


def _folded_values(dateline: Json | None) -> Json | None:
    """Capitals are a house style: "SEOUL" is the place that "Seoul" is."""
    return dateline and {key: value and value.casefold() for key, value in dateline.items()}


def _origin(label: Json, got: Json) -> Outcome:
    accepted = [label.get("source_outlet"), label.get("source_outlet_name")]
    accepted = [name for name in accepted if name] or [None]
    return Outcome(accepted, got["origin"], got["origin"] in accepted)


def _pull_quote(label: Json, got: Json) -> Outcome:
    given, found = label.get("pull_quote"), got["pull_quote"]
    if given is None or found is None:
        return Outcome(given, found, given is found)
    right = _agree(given["text"], found["text"]) and given["speaker"] == found["speaker"]
    return Outcome({key: given[key] for key in ("text", "speaker")}, found, right)


def _images(label: Json, got: Json) -> Outcome:
    expected = [
        {"caption": each["text"], "credit": each["credit"]} for each in label.get("image_captions", [])
    ]
    return Outcome(expected, got["images"], expected == got["images"])


def _comments(label: Json, got: Json) -> Outcome:
    expected = [
        {"author": each["author"], "text": each["text"] or "", "truncated": each.get("truncated", False)}
        for each in label.get("comments", [])
    ]
    right = len(expected) == len(got["comments"]) and all(
        _agree(one[key], other[key])
        for one, other in zip(expected, got["comments"], strict=True)
        for key in ("author", "text", "truncated")
    )
    return Outcome(expected, got["comments"], right)


def _body(label: Json, got: Json) -> Outcome:
    paragraphs = got["text"].split("\n\n")
    expected = (label["body_paragraphs"], label["body_first_sentence"], label["body_last_sentence"])
    seen = (len(paragraphs), paragraphs[0], paragraphs[-1])
    right = (
        expected[0] == seen[0] and seen[1].startswith(expected[1]) and seen[2].rstrip().endswith(expected[2])
    )
    return Outcome(expected, seen, right)


def _boilerplate(label: Json, got: Json) -> Outcome:
    kept = "\n".join([got["text"], *got["key_points"], *(each["text"] for each in got["comments"])])
    unwanted = {
        line.strip() for line in label.get("boilerplate_lines", []) + label.get("boilerplate_fragments", [])
    }
    found = [line for line in kept.split("\n") if line.strip() in unwanted]
    return Outcome([], found, not found)


def _countries(label: Json, got: Json) -> Outcome:
    optional = {
        each["iso"]
        for each in label["countries"]
        if each.get("optional") or "accept with or without" in (each.get("note") or "")
    }
    expected = {each["iso"]: each["role"] == "primary" for each in label["countries"]}
    seen = {each["code"]: each["role"] == "party" for each in got["countries"]}
    wanted = {code: primary for code, primary in expected.items() if code not in optional}
    found = {code: party for code, party in seen.items() if code not in optional}
    counts = Counts(len(wanted.keys() & found), len(found.keys() - wanted), len(wanted.keys() - found))
    return Outcome(expected, seen, wanted == found, counts)


def _pair(label: Json, got: Json) -> Outcome:
    expected = sorted(label["country_pair"])
    return Outcome(expected, got["pair"], expected == got["pair"])


def _people(label: Json, got: Json) -> Outcome:
    expected = [{each["name"], *each["variants"]} for each in label["people"]]
    seen = [each["name"] for each in got["people"]]
    matches = sum(any(name in names for name in seen) for names in expected)
    right = matches == len(expected) == len(seen)
    counts = Counts(matches, len(seen) - matches, len(expected) - matches)
    return Outcome(sorted(each["name"] for each in label["people"]), sorted(seen), right, counts)


def _people_countries(label: Json, got: Json) -> Outcome:
    expected = {
        form: each["country"] for each in label["people"] for form in (each["name"], *each["variants"])
    }
    seen = {each["name"]: each["country"] for each in got["people"]}
    return Outcome(expected, seen, all(expected.get(name) == country for name, country in seen.items()))


def _variants(label: Json, got: Json) -> Outcome:
    """Every printed form of a person leads to the same one."""
    expected = {each["name"]: sorted(each["variants"]) for each in label["people"]}
    seen = {
        each["name"]: sorted({each["name"], *each["variants"], *(m["surface"] for m in each["mentions"])})
        for each in got["people"]
    }
    missing = [
        form
        for each in label["people"]
        for form in each["variants"]
        if not any(
            (each["name"] in forms or set(each["variants"]) & set(forms))
            and any(form in one or one in form for one in forms)
            for forms in seen.values()
        )
    ]
    return Outcome(expected, missing, not missing)


def _dialogues(label: Json, got: Json) -> Outcome:
    expected = [_event_key(each) for each in label.get("events", []) if each["type"] == "dialogue"]
    seen = [_event_key(each) for each in got["events"] if each["series"] and each["ordinal"]]
    both = sum(each in seen for each in expected)
    counts = Counts(both, len(seen) - both, len(expected) - both)
    return Outcome(expected, seen, sorted(expected, key=str) == sorted(seen, key=str), counts)


def _event_key(event: Json) -> tuple[Any, ...]:
    return event["ordinal"], tuple(sorted(event["countries"])), event["date"], event["place"]


def _quotes(label: Json, got: Json) -> Outcome:
    """The labeled quotations alone, and who said them; others may be found besides."""
    expected = [(each["opens"], each["speaker"]) for each in label["direct_quotes"]]
    seen = [(quote["text"], quote["speaker"]) for quote in got["quotes"] if quote["kind"] != "pull"]
    right = sum(
        any(text.startswith(opens) and who == speaker for text, who in seen) for opens, speaker in expected
    )
    return Outcome(expected, seen, right == len(expected))


CHECKS: dict[str, Callable[[Json, Json], Outcome]] = {
    "language": _same("language"),
    "title": _same("title"),
    "subtitle": _same("subtitle"),
    "standfirst": _same("standfirst"),
    "summary": _same("summary"),
    "section": _folded("section"),
    "byline": _folded("byline"),
    "published": _published,
    "published time": _time,
    "dateline": _dateline,
    "outlet": _same("outlet"),
    "agency": _folded("agency"),
    "origin": _origin,
    "reading minutes": _same("read_time_minutes", "reading_minutes"),
    "key points": _key_points,
    "pull quote": _pull_quote,
    "images": _images,
    "body": _body,
    "boilerplate": _boilerplate,
    "comments": _comments,
    "countries": _countries,
    "pair": _pair,
    "people": _people,
    "people's countries": _people_countries,
    "people's forms": _variants,
    "dialogue events": _dialogues,
    "quotes": _quotes,
}

#: Fields that a label file need not know of, by the key that says it does.
ONLY_WHERE_LABELED = {"language": "language", "quotes": "direct_quotes"}
