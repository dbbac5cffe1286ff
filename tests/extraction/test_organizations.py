"""Organizations, whose they are, and their short forms."""

from __future__ import annotations

import pytest

from articles.drafts import ArticleDraft, Dateline, OrganizationTag, ReadingConfig
from articles.extraction import annotate


def organizations(text: str, title: str | None = None) -> tuple[OrganizationTag, ...]:
    return annotate(ArticleDraft(text=text, sha256="", title=title), ReadingConfig()).organizations


def brief(text: str) -> set[tuple[str, str, str | None]]:
    return {(tag.name, tag.kind, tag.country) for tag in organizations(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The UN and the EU met.", {("United Nations", "group", None), ("European Union", "group", None)}),
        ("Kenya’s Ministry of Health spoke.", {("Ministry of Health", "ministry", "KE")}),
        ("The Kenyan Health Ministry spoke.", {("Kenyan Health Ministry", "ministry", "KE")}),
        (
            "The Ministry of Water and Energy of Peru spoke.",
            {("Ministry of Water and Energy", "ministry", "PE")},
        ),
        ("The Embassy of Japan in Dhaka closed.", {("Embassy of Japan in Dhaka", "embassy", "JP")}),
        ("The Chilean Embassy in Norway opened.", {("Chilean Embassy in Norway", "embassy", "CL")}),
        ("Norway in Ghana said that visas are free.", {("Norway in Ghana", "embassy", "NO")}),
        ("Troops of the Malian Army left.", {("Malian Army", "military", "ML")}),
        ("South Korea’s National Assembly voted.", {("National Assembly", "parliament", "KR")}),
        ("Nepal’s Supreme Court ruled.", {("Supreme Court", "court", "NP")}),
        ("She studied at Green Valley University.", {("Green Valley University", "university", None)}),
        ("He owns Blue Harbor Holdings in Lagos.", {("Blue Harbor Holdings", "company", None)}),
    ],
)
def test_known_and_named_by_their_head(text: str, expected: set[tuple[str, str, str | None]]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Ministry of Defence, and Brigadier Tom Rono came.", ["Ministry of Defence"]),
        ("The Ministry of Justice and Attorney General Rosa Paz spoke.", ["Ministry of Justice"]),
        ("The Ministry of Trade and Samuel Rono spoke.", ["Ministry of Trade"]),
        ("The Ministry of Health, Minister Ali Noor said, is ready.", ["Ministry of Health"]),
        (
            "The Ministry of Labour and the Ministry of Sports met.",
            ["Ministry of Labour", "Ministry of Sports"],
        ),
        (
            "It is run by the Ministry of Land, Infrastructure and Ports.",
            ["Ministry of Land, Infrastructure and Ports"],
        ),
        (
            "The Ministry of Agriculture, Livestock, Fisheries and Irrigation of Chad spoke.",
            ["Ministry of Agriculture, Livestock, Fisheries and Irrigation"],
        ),
        (
            "The Ministry of Women and Child Development, Government of India, paid.",
            ["Ministry of Women and Child Development"],
        ),
        ("Bank of Ghana Governor Ama Mensah spoke.", ["Bank of Ghana"]),
        (
            "The National Bank of Serbia and the Bank of Ghana met.",
            ["National Bank of Serbia", "Bank of Ghana"],
        ),
        (
            "The University of Oslo and the University of Turku met.",
            ["University of Oslo", "University of Turku"],
        ),
        ("Ships of the Royal Danish Navy left.", ["Royal Danish Navy"]),
    ],
)
def test_a_name_ends_where_another_or_a_person_begins(text: str, names: list[str]) -> None:
    assert [tag.name for tag in organizations(text)] == names


def test_a_bank_belongs_to_the_country_in_its_name() -> None:
    assert brief("The Central Bank of Kenya cut rates.") == {("Central Bank of Kenya", "bank", "KE")}


def test_the_outlet_and_the_agency_of_a_page_are_named_only_where_the_text_does() -> None:
    page = ArticleDraft(text="Rain fell.", sha256="", outlet="The Harbor Times", agency="Reuters")
    assert annotate(page, ReadingConfig()).organizations == ()


def test_two_ministries_of_one_name_stay_two() -> None:
    text = (
        "Kenya’s Ministry of Foreign Affairs welcomed the plan. "
        "The Ministry of Foreign Affairs of Peru did not. "
        "Officials of the Ministry of Foreign Affairs, Kenya, will travel."
    )
    found = [tag for tag in organizations(text) if tag.kind == "ministry"]
    assert {(tag.name, tag.country, len(tag.mentions)) for tag in found} == {
        ("Ministry of Foreign Affairs", "KE", 2),
        ("Ministry of Foreign Affairs", "PE", 1),
    }


def test_a_bare_name_takes_the_owner_given_elsewhere() -> None:
    text = "The Foreign Ministry of Ghana was silent. Later the Foreign Ministry spoke of Togo."
    found = organizations(text)
    assert [(tag.country, len(tag.mentions)) for tag in found] == [("GH", 2)]


def test_a_short_form_is_bound_where_it_is_introduced() -> None:
    text = "The Harbor Safety Authority (HSA) warned ships. Crews told the HSA that it was late."
    (found,) = organizations(text)
    assert (found.name, found.abbreviation) == ("Harbor Safety Authority", "HSA")
    assert [one.span.surface for one in found.mentions] == ["Harbor Safety Authority", "HSA", "HSA"]


def test_a_ministry_is_known_by_its_initials() -> None:
    text = "India’s Ministry of External Affairs spoke on Monday. The MEA added that visas are free."
    (found,) = organizations(text)
    assert (found.abbreviation, found.country, len(found.mentions)) == ("MEA", "IN", 2)


def test_a_short_form_of_one_country_needs_that_country() -> None:
    assert organizations("The ISI index rose.") == ()
    assert [tag.country for tag in organizations("Pakistan’s ISI denied it.")] == ["PK"]


def test_the_article_s_own_short_form_stands_above_the_table() -> None:
    text = "Kenya’s Economic Planning Agency (EPA) met. The EPA will report, and the US Congress wrote to it."
    (agency, _) = organizations(text)
    assert (agency.name, agency.country, len(agency.mentions)) == ("Economic Planning Agency", "KE", 3)


def test_a_bare_name_is_of_the_government_that_acts_or_the_capital_it_was_filed_from() -> None:
    acts = "The Peruvian delegation was led by Ana Ruiz of the Ministry of Trade, who praised Chilean copper."
    assert [tag.country for tag in organizations(acts)] == ["PE"]
    filed = ArticleDraft(
        text="Chilean copper is dear, the Finance Ministry said.",
        sha256="",
        dateline=Dateline("LIMA, May 2", "Lima", "PE"),
    )
    assert [tag.country for tag in annotate(filed, ReadingConfig()).organizations] == ["PE"]


def test_neighbors_in_a_sentence_share_their_owner() -> None:
    text = (
        "She met Ali Khan of the National Security Office and Omar Said of the Ministry of Trade of Jordan. "
        "Envoys of Peru and Chile watched."
    )
    assert {tag.country for tag in organizations(text)} == {"JO"}


def test_a_headline_in_capitals_lends_no_words_to_a_name() -> None:
    found = organizations("It will train recruits.", title="PERU FIRM WINS ARMY CONTRACT")
    assert found == ()


def test_the_platform_x_is_no_letter() -> None:
    assert [tag.name for tag in organizations("She posted on X that talks go well.")] == ["X"]
    assert organizations("The plan depends on X and Y.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The Foreign Office Consultations went well.",
        "They will attend the Joint Commission Meeting and the Working Group.",
        "Workers came under the Skilled Worker Scheme (SWS). SWS visas are free.",
        "The Russian Federation and the West Bank were named.",
        "The Rohingyas and the Kurds live there.",
        "The ministry said it. The embassy agreed. The party was over.",
    ],
)
def test_meetings_schemes_peoples_and_bare_nouns_are_none(text: str) -> None:
    assert organizations(text) == ()


def test_words_whose_initials_stand_in_brackets_are_a_body() -> None:
    text = "The National Commission for Lakes and Rivers (NCLR) met. The NCLR will report."
    (found,) = organizations(text)
    assert (found.name, found.abbreviation) == ("National Commission for Lakes and Rivers", "NCLR")
    assert organizations("The Skilled Worker Scheme (SWS) begins.") == ()


def test_a_short_form_between_hyphens_is_a_part_of_a_name() -> None:
    assert organizations("They flew to PORT-AU-PRINCE.") == ()
    assert [tag.name for tag in organizations("The AU-backed force left.")] == ["African Union"]


def test_what_stands_before_a_body_belongs_to_its_name() -> None:
    (found,) = organizations("The Brazilian Association of Boat Builders met.")
    assert (found.name, found.country) == ("Brazilian Association of Boat Builders", "BR")
    (found,) = organizations("The National Bureau of Maps met.")
    assert found.name == "National Bureau of Maps"
