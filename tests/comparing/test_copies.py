"""Which texts are versions of one report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing import band_keys, is_copy, signature, wording

REPORT = """The port authority of Callao closed two of its nine piers on Monday after inspectors found cracks in the pillars that carry them, officials said.

Ships that were due to unload grain will be sent to Paita, 900 kilometers to the north, until divers have looked at every pillar, harbor master Rosa Quiroz told reporters at the terminal.

"We would rather lose a week than a crane," Quiroz said. She put the cost of the repairs at 14 million soles.

Exporters of copper asked the transport ministry for a timetable. Teodoro Salas, who leads their association, said 60,000 tonnes were waiting on trucks outside the gates.

The piers were built in 1969 and strengthened in 1998 after an earthquake. A report by the engineers' college warned in March that salt water had reached the steel."""
OTHER_AGENCY = """Grain carriers bound for Peru's main port are being turned away while its owner checks whether the ground beneath two quays is safe, the harbor office announced.

Copper producers fear delays. Their lobby counted tens of thousands of tonnes that had not been loaded by Monday evening and urged the government to say when work would resume.

Rosa Quiroz, the harbor master, defended the closure of the two piers in Callao, whose supports had been found damaged. Paita would take the vessels in the meantime, she said."""
BOND = "{} is issuing a {} mln dlr bond due April {}, {} paying {} pct and priced at par, lead manager {} said. The bond is available in denominations of 5,000 dlrs and will be listed in Luxembourg. The payment date is April {}."


def copies(one: str, other: str, days: int | None = 0) -> bool:
    """Found through the index and confirmed."""
    first, second = wording(one), wording(other)
    shared = set(band_keys(signature(first.runs))) & set(band_keys(signature(second.runs)))
    return bool(shared) and is_copy(first, second, days)


PARAGRAPHS = REPORT.split("\n\n")


@pytest.mark.parametrize(
    "version",
    [
        REPORT.upper().lower(),
        "\n\n".join(PARAGRAPHS[:3]),
        "\n\n".join(PARAGRAPHS[1:]),
        REPORT.replace("officials said", "port officials said").replace("14 million", "fourteen million"),
        REPORT
        + "\n\nTrade through the port grew by a tenth last year, according to the customs office in Lima.",
        "A correspondent adds: the strike of the tug crews goes on.\n\n" + "\n\n".join(PARAGRAPHS[:4]),
    ],
    ids=["case", "cut at the end", "cut at the start", "edited", "extended", "new lead"],
)
def test_a_version_is_a_copy(version):
    assert copies(REPORT, version)
    assert copies(version, REPORT)


def test_two_agencies_on_one_event_wrote_two_reports():
    assert not is_copy(wording(REPORT), wording(OTHER_AGENCY), 0)


def test_a_form_filled_in_anew_is_another_report():
    one = BOND.format("Nordhavn Shipping", 100, 23, 1992, "2-1/8", "Lund Brothers", 28)
    other = BOND.format("Takeda Glass Works", 80, 30, 1994, "3-1/4", "Marchetti Bank", 27)
    assert not is_copy(wording(one), wording(other), 0)


def test_a_text_that_comes_again_weeks_later_must_be_all_but_the_same():
    cut = (
        "\n\n".join(PARAGRAPHS[:3])
        + "\n\nWork on the pillars goes on, and nobody knows for how long, they said."
    )
    assert copies(REPORT, cut, days=2)
    assert not is_copy(wording(REPORT), wording(cut), 20)
    assert is_copy(wording(REPORT), wording(REPORT + " It said so twice."), 20)
    assert not is_copy(wording(REPORT), wording(REPORT), 300)


@pytest.mark.parametrize("text", ["", "Ministers met.", "Nothing happened in Oslo today, officials said."])
def test_a_text_of_a_few_words_is_nobodys_copy(text):
    assert band_keys(signature(wording(text).runs)) == ()
    assert not is_copy(wording(text), wording(text), 0)


def test_scripts_without_spaces_are_compared_too():
    text = "日本と韓国は火曜日にソウルで海底の地図を共有することで合意したと両国の外務省が発表した。"
    assert copies(text, text + "次回は来年に開かれる。")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared_either_way(one, other):
    first, second = wording(one), wording(other)
    assert is_copy(first, second) == is_copy(second, first)
    assert len(band_keys(signature(first.runs))) in (0, 32)
    assert all(-(2**63) <= key < 2**63 for key in band_keys(signature(first.runs)))


def test_keys_are_the_same_for_ever():
    """They are stored: another way of making them would part new articles from the old."""
    assert band_keys(signature(wording(REPORT).runs))[:2] == KEYS


KEYS = (-743524974149209436, 8049999013461446538)
