"""Field by field: what is read in documents whose every field was labelled by hand.

The labels are a JSON object by file name. Key names are those of the label
file; `CHECKS` maps them to the promised JSON of `annotate`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.drafts import RawDocument
from articles.reading import as_json, read, reading_config

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldResult:
    file: str
    field: str
    right: bool
    expected: Any
    got: Any


def evaluate(labels: Path, documents: Path) -> list[FieldResult]:
    """Every labelled field of every document, right or not."""
    results = []
    for name, label in json.loads(labels.read_text(encoding="utf-8")).items():
        if not name.startswith("_"):
            raw = RawDocument((documents / name).read_bytes(), name)
            (reading,) = read(raw, reading_config())
            results += list(_compare(name, label, as_json(reading)))
    return results


def _compare(file: str, label: Json, got: Json) -> Iterator[FieldResult]:
    for field, check in CHECKS.items():
        expected, found, right = check(label, got)
        yield FieldResult(file, field, right, expected, found)


Outcome = tuple[Any, Any, bool]


def _same(key: str, ours: str | None = None) -> Callable[[Json, Json], Outcome]:
    def check(label: Json, got: Json) -> Outcome:
        expected, found = label.get(key), got[ours or key]
        return expected, found, expected == found

    return check


def _published(label: Json, got: Json) -> Outcome:
    found = got["published"]
    if label["published"]:
        expected: Any = {"date": label["published"], "basis": "stated"}
    elif label["published_inferred"]:
        inferred = label["published_inferred"]
        expected = {"basis": "inferred"} | {
            key: inferred[key] for key in ("date", "earliest", "latest") if key in inferred
        }
    else:
        expected = {"date": None, "basis": "unknown"}
    seen = {key: found[key] for key in expected}
    return expected, seen, seen == expected


def _time(label: Json, got: Json) -> Outcome:
    expected = (label.get("published_time") or "T").split("T")[1] or None
    return expected, got["published"]["time"], expected == got["published"]["time"]


def _dateline(label: Json, got: Json) -> Outcome:
    given, found = label["dateline"], got["dateline"]
    expected = given and {
        "place": given["place"],
        "country": given["country"],
        "date": given["date_resolved"],
    }
    seen = found and {key: found[key] for key in ("place", "country", "date")}
    return expected, seen, expected == seen


def _origin(label: Json, got: Json) -> Outcome:
    accepted = [label.get("source_outlet"), label.get("source_outlet_name")]
    return accepted, got["origin"], got["origin"] in accepted


def _pull_quote(label: Json, got: Json) -> Outcome:
    given = label["pull_quote"]
    expected = given and {"text": given["text"], "speaker": given["speaker"]}
    return expected, got["pull_quote"], expected == got["pull_quote"]


def _images(label: Json, got: Json) -> Outcome:
    expected = [{"caption": each["text"], "credit": each["credit"]} for each in label["image_captions"]]
    return expected, got["images"], expected == got["images"]


def _comments(label: Json, got: Json) -> Outcome:
    expected = [
        {"author": each["author"], "text": each["text"] or "", "truncated": each.get("truncated", False)}
        for each in label["comments"]
    ]
    return expected, got["comments"], expected == got["comments"]


def _body(label: Json, got: Json) -> Outcome:
    paragraphs = got["text"].split("\n\n")
    expected = (label["body_paragraphs"], label["body_first_sentence"], label["body_last_sentence"])
    seen = (len(paragraphs), paragraphs[0], paragraphs[-1])
    right = (
        expected[0] == seen[0] and seen[1].startswith(expected[1]) and seen[2].rstrip().endswith(expected[2])
    )
    return expected, seen, right


def _boilerplate(label: Json, got: Json) -> Outcome:
    kept = "\n".join([got["text"], *got["key_points"], *(each["text"] for each in got["comments"])]).split(
        "\n"
    )
    unwanted = {line.strip() for line in label["boilerplate_lines"] + label.get("boilerplate_fragments", [])}
    found = [line for line in kept if line.strip() in unwanted]
    return [], found, not found


def _countries(label: Json, got: Json) -> Outcome:
    optional = {
        each["iso"] for each in label["countries"] if "accept with or without" in each.get("note", "")
    }
    expected = {each["iso"]: each["role"] == "primary" for each in label["countries"]}
    seen = {each["code"]: each["role"] == "party" for each in got["countries"]}
    wanted = {code: primary for code, primary in expected.items() if code not in optional}
    return expected, seen, wanted == {code: party for code, party in seen.items() if code not in optional}


def _pair(label: Json, got: Json) -> Outcome:
    expected = sorted(label["country_pair"])
    return expected, got["pair"], expected == got["pair"]


def _people(label: Json, got: Json) -> Outcome:
    expected = [{each["name"], *each["variants"]} for each in label["people"]]
    seen = [each["name"] for each in got["people"]]
    right = len(expected) == len(seen) and all(sum(name in names for name in seen) == 1 for names in expected)
    return sorted(each["name"] for each in label["people"]), sorted(seen), right


def _people_countries(label: Json, got: Json) -> Outcome:
    expected = {
        form: each["country"] for each in label["people"] for form in (each["name"], *each["variants"])
    }
    seen = {each["name"]: each["country"] for each in got["people"]}
    return expected, seen, all(expected.get(name) == country for name, country in seen.items())


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
    return expected, missing, not missing


def _dialogues(label: Json, got: Json) -> Outcome:
    expected = sorted(
        (each["ordinal"], tuple(sorted(each["countries"])), each["date"], each["place"])
        for each in label["events"]
        if each["type"] == "dialogue"
    )
    seen = sorted(
        (each["ordinal"], tuple(sorted(each["countries"])), each["date"], each["place"])
        for each in got["events"]
        if each["series"] and each["ordinal"]
    )
    return expected, seen, expected == seen


CHECKS: dict[str, Callable[[Json, Json], Outcome]] = {
    "title": _same("title"),
    "subtitle": _same("subtitle"),
    "standfirst": _same("standfirst"),
    "summary": _same("summary"),
    "section": _same("section"),
    "published": _published,
    "published time": _time,
    "dateline": _dateline,
    "outlet": _same("outlet"),
    "agency": _same("agency"),
    "origin": _origin,
    "reading minutes": _same("read_time_minutes", "reading_minutes"),
    "key points": _same("key_points"),
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
}
