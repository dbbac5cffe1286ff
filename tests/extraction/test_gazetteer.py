"""Which words speak of a country or a place, and which only look like it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.gazetteer import (
    country_codes,
    country_name,
    find_countries,
    place_countries,
    places_in,
    read_names,
)
from articles.extraction.spans import words


def codes(text: str) -> list[str]:
    return [hit.code for hit in find_countries(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ROK and the DPRK, the UAE, the DRC and the U.K. signed.", ["KR", "KP", "AE", "CD", "GB"]),
        (
            "Türkiye, Myanmar and Burma, Czechia, Côte d’Ivoire and Ivory Coast",
            ["TR", "MM", "MM", "CZ", "CI", "CI"],
        ),
        ("India’s envoy and Chad's forces", ["IN", "TD"]),
        ("Kenya-Uganda ties, Peru–Chile talks, an India/Nepal route", ["KE", "UG", "PE", "CL", "IN", "NP"]),
        ("Sino-Indian and Franco-German plans", ["CN", "IN", "FR", "DE"]),
        ("Niger, Nigeria, a Nigerien and a Nigerian", ["NE", "NG", "NE", "NG"]),
        ("Equatorial Guinea, Papua New Guinea, Guinea-Bissau, Guinea", ["GQ", "PG", "GW", "GN"]),
        ("Upper Volta, Zaire, Rhodesia and Kampuchea", ["BF", "CD", "ZW", "KH"]),
        ("The Virgin Islands, the British Virgin Islands", ["VI", "VG"]),
        ("The Republic of China and the People's Republic of China", ["TW", "CN"]),
        ("Filipinos, Danes, a Swede and the Dutch", ["PH", "DK", "SE", "NL"]),
        ("Bangladeshis in Dhaka, Ghanaians in Accra", ["BD", "BD", "GH", "GH"]),
        ("The two Koreas may meet.", ["KR", "KP"]),
        ("TURKEY AND CHINA SIGN PACT", ["TR", "CN"]),
        ("Russian-American talks; Finnish Americans voted", ["RU", "US", "US"]),
        ("Officers of the Pakistan Army flew Air India.", ["PK", "IN"]),
    ],
)
def test_names_short_forms_and_adjectives(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A woman told the ambassador that no man was in the Romanesque hall.",
        "They carved a turkey on fine china and began to polish the jordan almonds.",
        "Ships crossed the Indian Ocean, the South China Sea and the Gulf of Mexico.",
        "The Korean Peninsula and the Indo-Pacific were discussed.",
        "The Paris Agreement and the Geneva Conventions stand.",
        "Latin American and South Asian delegates spoke.",
        "It fell against the Swiss franc, the Canadian dollar and the Japanese yen.",
        "She answered in fluent English and wrote a Chinese dictionary.",
        "They shared Thai food, French wine and a Turkish bath.",
        "The Washington Post and the Times of India reported it.",
        "It sold a 50 million New Zealand dollar bond and a Hong Kong dollar note.",
        "The reactor at Turkey Point was shut.",
        "They praised the Venice climate accord and the Helsinki declaration.",
        "It was written for Cuba Harding Jr. alone.",
        "The New China News Agency said so.",
        "Michael Jordan scored and Ms. Georgia Hall watched. Jordan smiled.",
        "He lives on London Road, off Paris Avenue.",
        "TELL US WHAT YOU THINK",
        "Nice weather greeted the reading club.",
        "African and European leaders met Arabs.",
        "Foreign Minister Israel Katz spoke.",
        "Chad Ogea threw well. Lindsay Davenport won.",
        "Austin Butler stars in it. Austin was late.",
        "The family reunion was sponsored by Wells Fargo.",
        "African American and Native American voters, Central African leaders",
    ],
)
def test_what_only_looks_like_a_country(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Korean firms want to build there.", "KR"),
        ("North Korea fired again and Korean state media showed it.", "KP"),
        ("North Korea fired again; South Korea and its Korean allies watched.", "KR"),
        ("Congo will hold elections, Kinshasa said.", "CD"),
        ("Congo-Brazzaville votes; the Congolese opposition stays away.", "CG"),
        ("Georgia will vote in October, Tbilisi said.", "GE"),
        ("Storms hit Georgia, Alabama and Tennessee.", "US"),
        ("Georgia Gov. Ann Lee spoke.", "US"),
        ("Police in Hyderabad and Karachi in Pakistan searched Hyderabad.", "PK"),
        ("Dominica and its Dominican farmers suffer.", "DM"),
    ],
)
def test_the_rest_of_the_text_says_which_is_meant(text: str, expected: str) -> None:
    ambiguous = ("Korean", "Congo", "Congolese", "Georgia", "Hyderabad", "Dominican")
    found = [hit.code for hit in find_countries(text) if hit.span.surface in ambiguous]
    assert set(found) == {expected}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Seoul agreed to the plan.", "metonym"),
        ("She thanked Lima for its help and urged Quito to join.", "metonym"),
        ("Talks between Oslo and Riga go on.", "metonym"),
        ("Cairo’s decision was welcomed.", "metonym"),
        ("They met in Seoul.", "capital"),
        ("Cairo's streets were empty.", "capital"),
    ],
)
def test_a_capital_is_a_place_or_its_government(text: str, kind: str) -> None:
    assert find_countries(text)[0].kind == kind


def test_what_follows_the_comma_says_where_a_city_is() -> None:
    assert codes("He was born in Paris, Texas.") == ["US", "US"]
    assert codes("PORTLAND, Ore., May 2") == ["US", "US"]
    assert codes("She lives in Moscow, Idaho.") == ["US", "US"]
    assert codes("He comes from Lebanon, Tenn. and Athens, Georgia.") == ["US", "US", "US", "US"]
    assert codes("They met in Tbilisi, Georgia.") == ["GE", "GE"]
    assert codes("between Mexico, Texas and Cuba") == ["MX", "US", "CU"]
    assert codes("in Moscow, Washington and Beijing") == ["RU", "US", "CN"]
    assert codes("WEST CHESTER, Penn., May 2") == ["US"]
    assert codes("from Lebanon, Pennsylvania, to Peru, Indiana") == ["US", "US", "US", "US"]
    assert codes("Brazil, China, Peru and Texas") == ["BR", "CN", "PE", "US"]
    assert codes("ministers of Armenia, Georgia and Turkey") == ["AM", "GE", "TR"]
    assert codes("TAIWAN, KOREA AGREE") == ["TW", "KR"]
    assert codes("They drilled near Pointe-Noire, Congo.") == ["CG", "CG"]


def test_a_people_is_no_place_of_a_dateline() -> None:
    fields = {"dateline": "SPANISH FORK, Utah, May 2", "text": "Sales rose."}
    found = read_names(fields, {name: words(text) for name, text in fields.items()})
    assert {hit.code for hit in found["dateline"].countries} == {"US"}


def test_a_dateline_has_one_place() -> None:
    fields = {"dateline": "SAN JUAN CAPISTRANO, Calif.", "text": "Sales rose."}
    found = read_names(fields, {name: words(text) for name, text in fields.items()})
    assert {hit.code for hit in found["dateline"].countries} == {"US"}


def test_everyday_words_are_cities_only_as_places() -> None:
    assert codes("The fair is held in Nice.") == ["FR"]
    assert codes("Nice try, they said.") == []


def test_a_country_that_shares_its_name_with_a_person_of_the_text() -> None:
    text = "Jordan Lind scored twice. Jordan Foreign Minister Ali Said watched, and Jordan won."
    assert codes(text) == ["JO", "JO"]


def test_a_city_stays_one_where_somebody_bears_its_name() -> None:
    assert codes("Austin Butler sang in Austin. Austin smiled.") == ["US"]


def test_moscow_belongs_to_the_state_of_its_day() -> None:
    fields = {"text": "Moscow said that Leningrad would be next."}
    field_words = {"text": words(fields["text"])}
    then = read_names(fields, field_words, date(1987, 3, 1))["text"].countries
    now = read_names(fields, field_words, date(2024, 3, 1))["text"].countries
    assert {hit.code for hit in then} == {"SU"}
    assert {hit.code for hit in now} == {"RU"}
    assert codes("Soviet tanks left Prague, Moscow said.") == ["SU", "CZ", "SU"]
    assert codes("Baku was a Soviet city.") == ["AZ", "SU"]
    past = {"text": "Soviet tanks, Soviet planes and Soviet ships were counted in Moscow."}
    later = read_names(past, {"text": words(past["text"])}, date(2000, 3, 1))["text"].countries
    assert {hit.code for hit in later} == {"SU"}
    present = {"text": "Moscow is proud of its Soviet towers."}
    later = read_names(present, {"text": words(present["text"])}, date(2024, 3, 1))["text"].countries
    assert [hit.code for hit in later] == ["RU", "SU"]


def test_places_are_cities_provinces_and_regions() -> None:
    found = {
        (place.name, place.code, place.kind)
        for place in places_in("Near Mombasa, in Ontario, on the Red Sea")
    }
    assert found == {("Mombasa", "KE", "city"), ("Ontario", "CA", "province"), ("Red Sea", None, "region")}


def test_the_tables_know_every_code_by_name() -> None:
    assert len(country_codes()) > 220
    assert len(set(country_codes())) == len(country_codes())
    assert country_name("KR") == "South Korea"
    assert place_countries()["new delhi"] == "IN"
    assert set(place_countries().values()) <= set(country_codes())


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "India's Seoul, in US ROK– Georgia Mr. Jordan Paris Texas. Koreas é ’s \n\n".split(" ")
        ),
        max_size=25,
    )
)
def test_every_hit_is_the_very_words(parts: list[str]) -> None:
    text = " ".join(parts)
    for hit in (*find_countries(text), *places_in(text)):
        assert text[hit.span.start : hit.span.end] == hit.span.surface
        assert hit.rule


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Secretary Omar Faruk Siam left. Siam will be back on Friday.",
        "Minister Lena Malta resigned. Malta gave no reason.",
        "Professor Ruth Ann Holland wrote it.",
        "Ilse Washington told reporters she was glad. Washington is the coach.",
        "Paris Molloy said she would run again.",
        "London Achebe, who paints, was there.",
        "India Penrose opened the shop. Penrose has two sons.",
        "Hon. Aden Mwangi spoke first.",
    ],
)
def test_a_run_of_names_under_a_title_or_that_speaks_is_a_person(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foreign Minister Lena Okoro of Malta spoke.", ["MT"]),
        ("Secretary Okoro said Malta would pay.", ["MT"]),
        ("Air India said it was sorry.", ["IN"]),
        ("Major London banks fell.", ["GB"]),
        ("Earlier Kenya said he had been expelled.", ["KE"]),
        ("India Gate was closed. Gate money was paid back.", ["IN"]),
    ],
)
def test_a_country_beside_a_name_is_still_a_country(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_an_accent_makes_another_word_of_a_demonym() -> None:
    assert codes("Germán Ruiz spoke to Türkiye's envoy.") == ["TR"]


@pytest.mark.parametrize(
    "text",
    [
        "Bermuda Star Line Inc has leased a ship.",
        "Hanover Insurance Co raised its dividend. Hanover said sales rose.",
        "Gibraltar Savings will sell three branches.",
        "The Bank of Montreal raised its rates.",
        "<Delhi Australia Fund> owns the wells.",
        "British Airways cut its fares.",
        "Cyprus Minerals Co fell. Cyprus, which digs talc, said so.",
        "A stake in British Petroleum was sold.",
        "Royal Dutch lost money, and so did the Bank of America.",
        "Korea Electric Power fell.",
    ],
)
def test_a_name_inside_a_companys_is_found_as_such(text: str) -> None:
    found = find_countries(text)
    assert found
    assert {hit.rule for hit in found} == {"company-name"}
    assert places_in(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The Bank of Japan bought dollars.",
        "Saudi Oil Minister Ali Saleh spoke.",
        "Kenya Finance Minister Amos Otieno spoke.",
        "The Israeli Air Force flew north.",
        "The Indian State Trading Corporation bought oil.",
        "Japanese Steel Exports Fall as Costs Rise",
        "India Air Pollution Kills Thousands, Report Says",
        "Ghana and Bank officials met; so did Chad and Union Bank.",
        "The Algerian Ministry of Telecommunications paid.",
        "India Telecom Minister Asha Rao resigned.",
        "Japan bought steel. Steel from Brazil costs less.",
    ],
)
def test_what_belongs_to_the_state_is_no_company(text: str) -> None:
    found = find_countries(text)
    assert found
    assert "company-name" not in {hit.rule for hit in found}


def test_a_city_is_itself_again_after_a_preposition() -> None:
    hits = find_countries("Naples Federal Savings and Loan grew. Naples said so. Its rival is from Naples.")
    assert [hit.rule for hit in hits] == ["company-name", "company-name", "city"]


def test_a_ticker_is_no_country() -> None:
    assert codes("Rockdale International <ROK> rose.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A flood in Warangal closed the road.", ["IN"]),
        ("Riots broke out near Zhanjiang.", ["CN"]),
        ("They sailed from Kagoshima.", ["JP"]),
        ("Brescia, Italy, has a fair.", ["IT", "IT"]),
        ("Mr Warangal spoke. Katsina sang, and Brescia laughed.", []),
    ],
)
def test_a_lesser_city_is_read_where_the_words_say_it_is_a_place(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_lesser_city_is_read_in_a_dateline() -> None:
    fields = {"dateline": "WARANGAL, May 2", "text": "The dam held."}
    found = read_names(fields, {name: words(text) for name, text in fields.items()})
    assert {hit.code for hit in found["dateline"].countries} == {"IN"}
