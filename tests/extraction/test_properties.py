"""What holds for every article, whatever stands in it and whatever was read before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.drafts import Annotations, ReaderComment, ReadingConfig, Span
from articles.extraction import annotate
from articles.extraction.names import read_pages
from articles.extraction.phrases import PhraseTable
from articles.extraction.spans import words
from tests.extraction.drafting import draft

PARAGRAPHS = (
    "Foreign Minister Ana Rojas of Peru met her Chilean counterpart, Luis Soto, in Lima on Monday.",
    "“We will build the port together,” Rojas said. The two sides agreed on fisheries and food security.",
    "Kenya and Uganda held the 4th Joint Commission in Kampala. Trade and climate change were discussed.",
    "The Ministry of Health of Ghana (MoH) said that the vaccines had come from India's Serum Institute.",
    "Dr. J.-P. Diallo, the U.N. envoy, spoke of human rights in Mali.\nHe left for the U.S. on 3 May 2024.",
    "ROK President Kim Min-su's visit to Hanoi: Vietnam hopes for an upgraded strategic partnership.",
    "No country is named here, and nobody speaks.",
    "Norway's King Harald and Queen Sonja opened the Museum of Whaling in Sandefjord; cybersecurity was next.",
)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
several = st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6, unique=True)
letters = st.text(alphabet="aZé  .,'’-_\n\u0301“”UK19\u4e2d", max_size=80)


def read(paragraphs: Sequence[str]) -> Annotations:
    return annotate(draft("\n\n".join(paragraphs), "2024-05-05"), ReadingConfig())


def spans(found: object) -> Iterator[Span]:
    if isinstance(found, Span):
        yield found
    elif isinstance(found, tuple):
        for one in found:
            yield from spans(one)
    elif is_dataclass(found):
        for field in fields(found):
            yield from spans(getattr(found, field.name))


def evidence(found: Annotations) -> set[tuple[str, int, int]]:
    """What a paragraph shows by itself, whatever the others say: topics, quotations, names of countries."""
    topics = {(tag.slug, one.span.start, one.span.end) for tag in found.topics for one in tag.mentions}
    quotes = {("quote", quote.span.start, quote.span.end) for quote in found.quotes}
    countries = {(tag.code, one.span.start, one.span.end) for tag in found.countries for one in tag.mentions}
    return topics | quotes | countries


@MANY
@given(several)
def test_every_span_is_the_words_it_shows(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    for span in spans(read(paragraphs)):
        assert text[span.start : span.end] == span.surface


@MANY
@given(several, st.data())
def test_a_paragraph_that_is_cut_moves_nothing_of_the_others(
    paragraphs: list[str], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(paragraphs) - 1))
    start = sum(len(one) + 2 for one in paragraphs[:cut])
    gone = len(paragraphs[cut]) + 2
    kept = {
        (name, first - gone * (first >= start), last - gone * (first >= start))
        for name, first, last in evidence(read(paragraphs))
        if not start <= first < start + gone
    }
    assert evidence(read(paragraphs[:cut] + paragraphs[cut + 1 :])) == kept


@MANY
@given(several, st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=3))
def test_comments_are_never_evidence(paragraphs: list[str], said: list[str]) -> None:
    article = draft("\n\n".join(paragraphs), "2024-05-05")
    comments = tuple(ReaderComment(f"Reader {text[:12]}", text) for text in said)
    with_comments = annotate(replace(article, comments=comments), ReadingConfig())
    assert with_comments == annotate(article, ReadingConfig())


@MANY
@given(st.lists(several, min_size=2, max_size=4))
def test_the_order_of_articles_changes_nothing(articles: list[list[str]]) -> None:
    in_order = [read(article) for article in articles]
    backwards = [read(article) for article in reversed(articles)]
    assert in_order == backwards[::-1]


@given(letters)
def test_words_hold_every_letter_and_tokens_every_sign(text: str) -> None:
    found = words(text)
    assert [text[word.start : word.end] for word in found] == found.texts
    assert "".join(map("".join, zip(found.gaps, [*found.texts, ""], strict=True))) == text
    page = read_pages({"text": text}, {})["text"]
    for start, token in zip(page.starts, page.texts, strict=True):
        assert text[start : start + len(token)] == token
    assert "".join(page.texts).replace("\n", "") == "".join(text.split())
    assert [token.text for token in page.tokens] == page.texts


@given(
    st.lists(st.sampled_from(["New Delhi", "New", "U.S.", "us", "Delhi-Agra", "Agra"]), unique=True),
    st.lists(st.sampled_from("New Delhi-Agra Delhi new U.S. US us. Agra and".split())).map(" ".join),
)
def test_a_table_finds_the_same_alone_and_beside_others(phrases: list[str], text: str) -> None:
    alone = PhraseTable.of((phrase, phrase) for phrase in phrases)
    beside = PhraseTable.of(((phrase, phrase) for phrase in phrases), shared=True)
    text_words = words(text)
    assert list(beside.find(text, text_words)) == list(alone.find(text, text_words))
