"""Marked text is the text, is valid HTML, and every span can be jumped to."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from articles.presenters.segments import Marking, anchor, render_line, render_paragraphs

TEXT = "Oslo & Lima <met> in May.\n\nThey “agreed” on trade."


class Reader(HTMLParser):
    """Reads marked text back: the words, what each id covers, and whether elements nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.covered: dict[str, str] = {}
        self.open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        identity = dict(attrs).get("id", "")
        assert identity == "" or identity not in self.covered, "an id is given twice"
        assert tag != "p" or not self.open, "a paragraph inside something"
        if identity:
            self.covered[identity] = ""
        self.open.append((tag, identity))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.words += data
        for _, identity in self.open:
            if identity:
                self.covered[identity] += data


def test_words_are_escaped_and_spans_get_an_address_and_a_way_back():
    start = TEXT.index("Lima")
    html = render_line(TEXT, [Marking(start, start + 4, "fact", "f-place-lima")], "text")
    assert "&amp; " in html
    assert "&lt;met&gt;" in html
    assert f'<mark id="s-text-{start}-{start + 4}">Lima<a href="#f-place-lima"></a></mark>' in html
    assert 'href="#f-place-lima"' in html


def test_crossing_spans_keep_their_first_words_addressed_and_go_on_after_the_cut():
    html = render_line("one two three", [Marking(0, 7), Marking(4, 13)], "title")
    read = Reader(html)
    assert read.words == "one two three"
    assert read.covered == {"s-title-0-7": "one two", "s-title-4-13": "two"}
    assert '<mark class="continued"> three</mark>' in html


def test_a_sentence_stays_whole_around_a_quotation_that_began_before_it():
    html = render_line("aa bb cc", [Marking(1, 8, "quotation"), Marking(3, 5, "sentence")], "text")
    assert Reader(html).covered["s-text-3-5"] == "bb"


def test_two_rules_that_found_the_same_words_share_one_element():
    both = [Marking(0, 4, "fact", "f-1", "Lima"), Marking(0, 4, "fact", "f-2", "Peru")]
    html = render_line("Lima", both, "title")
    assert html.count("<mark") == 1
    assert 'href="#f-1" title="Back to Lima"' in html
    assert 'href="#f-2" title="Back to Peru"' in html


def test_a_span_over_two_paragraphs_goes_on_in_the_second():
    html = render_paragraphs("one two\n\nthree four", [Marking(4, 14, "quotation")], "text")
    assert html.count("<p ") == 2
    assert Reader(html).covered["s-text-4-14"] == "two"
    assert '<p dir="ltr"><span class="quotation continued">three</span> four</p>' in html


def test_spans_that_do_not_fit_the_text_are_left_out():
    assert render_line("short", [Marking(2, 90), Marking(3, 3), Marking(-1, 2)], "text") == "short"


def test_a_field_with_a_number_has_an_address_without_a_slash():
    assert anchor("key_points/3", 1, 5) == "s-key_points-3-1-5"


texts = st.text(alphabet="ab c<&\"'\n\t“é𝔘", max_size=40)
spans = st.lists(
    st.builds(
        Marking,
        st.integers(0, 40),
        st.integers(0, 40),
        st.sampled_from(["sentence", "quotation", "fact"]),
        st.sampled_from(["", "country", "person"]),
        st.sampled_from(["", "f-x"]),
    ),
    max_size=12,
)


@given(texts, spans)
def test_any_line_reads_back_as_it_was(text, markings):
    read = Reader(render_line(text, markings, "text"))
    assert read.words == text
    for each in markings:
        if 0 <= each.start < each.end <= len(text):
            covered = read.covered[anchor("text", each.start, each.end)]
            assert covered
            assert text[each.start : each.end].startswith(covered)


@given(texts, spans)
def test_any_text_keeps_every_word_in_a_paragraph(text, markings):
    html = render_paragraphs(text, markings, "text")
    read = Reader(html)
    assert "".join(read.words.split()) == "".join(text.split())
    assert html == "" or (html.startswith("<p ") and html.endswith("</p>"))
    for each in markings:
        if 0 <= each.start < each.end <= len(text) and text[each.start : each.end].strip():
            assert anchor("text", each.start, each.end) in read.covered
