"""Who is named in a text, under which names, in which office and for which country."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafts import Dateline, ReadingConfig
from articles.extraction import annotate
from tests.extraction.drafting import SEEDS, annotated, draft, parsed, people


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Foreign Minister Sanjida Karim opened the talks.", "Sanjida Karim"),
        ("The talks were led by Dr Md Abul Kashem on the hosts' side.", "Md Abul Kashem"),
        ("Rep. Han Do-yun asked for more ferries.", "Han Do-yun"),
        ("They were met by Oh Yeonseo, 2nd vice minister of Trade of South Korea.", "Oh Yeonseo"),
        ("The tariff is “too high”, said Joanna van der Meer, who runs the port.", "Joanna van der Meer"),
        ("Kenya's Principal Secretary Abraham Kiptoo signed first.", "Abraham Kiptoo"),
        ("Lt Gen (retd) Akbar Rana commanded the corps.", "Akbar Rana"),
        ("Striker Blas Ortigoza scored.", "Blas Ortigoza"),
        ("President Ximena Ortega Salas toured the dam.", "Ximena Ortega Salas"),
        ("Crown Prince Faisal bin Nayef received the envoy.", "Faisal bin Nayef"),
        ("The governor, Martin Luther Okoye Jr., vetoed it.", "Martin Luther Okoye Jr."),
        ("Ever since Begum Rokeya was ousted last spring, the party has been split.", "Begum Rokeya"),
    ],
)
def test_a_person_is_found_by_the_words_around_the_name(text: str, name: str) -> None:
    assert name in people(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Special Strategic Partnership was praised by the National Security Office on Monday.",
        "Operation Sea Shield ended in January, the Awami League and the Rajya Sabha were told.",
        "Ministry of External Affairs, National Assembly and Foreign Office Consultations were named.",
        "Foreign Secretary Level Bilateral Consultations are held in Dhaka and Islamabad.",
        "He flew from New Delhi to Hong Kong, New York and Saudi Arabia in September.",
        "Long Island and Park Avenue stayed open, Goldman Sachs and Royal Dutch Shell said.",
        "Covid-19 and the G20 Summit were on the agenda of the European Union.",
    ],
)
def test_institutions_places_and_terms_are_nobody(text: str) -> None:
    assert people(text) == {}


def test_a_name_alone_means_the_person_named_in_full_before() -> None:
    found = people("Foreign Minister Cho Min-jae arrived. Cho smiled. Later Min-jae's aide left.")
    assert [mention.span.surface for mention in found["Cho Min-jae"].mentions] == [
        "Cho Min-jae",
        "Cho",
        "Min-jae",
    ]


def test_two_persons_of_one_family_name_stay_two() -> None:
    text = (
        "President Lee Jun-ho met Speaker Lee Sang-woo. Lee spoke for an hour. "
        "President Lee then left, and Speaker Lee stayed."
    )
    found = people(text)
    assert set(found) == {"Lee Jun-ho", "Lee Sang-woo"}
    assert "President Lee" in found["Lee Jun-ho"].variants
    assert "Speaker Lee" in found["Lee Sang-woo"].variants
    surfaces = [mention.span.start for person in found.values() for mention in person.mentions]
    assert text.index("Lee spoke") not in surfaces


def test_a_common_first_word_does_not_make_two_persons_one() -> None:
    found = people("Foreign Secretary Md. Rafiq Uddin met Ambassador Md Shahid Alam in Dhaka.")
    assert set(found) == {"Md. Rafiq Uddin", "Md Shahid Alam"}


def test_father_and_son_stay_two() -> None:
    found = people("Senator Paul Okoye Sr. spoke first. Then Mayor Paul Okoye Jr. answered.")
    assert set(found) == {"Paul Okoye Sr.", "Paul Okoye Jr."}


def test_an_envoy_may_be_met_by_his_own_side() -> None:
    found = people(
        "Bangladesh and India spoke in Dhaka. Adviser Gopal Haque met Bangladesh High Commissioner to India Rana Alam. "
        "Bangladesh and India will speak again."
    )
    assert found["Gopal Haque"].country is None


def test_a_king_is_not_somebody_elses_son() -> None:
    found = people("Crown Prince Turki bin Fahad spoke. King Fahad thanked him.")
    assert "King Fahad" not in found["Turki bin Fahad"].variants


def test_an_initial_is_the_name_it_begins() -> None:
    found = people(
        "R. Menon, Secretary of the Ministry of External Affairs, flew to Seoul. R. Menon returned on Friday. "
        "“I met Secretary (West) Raghavan Menon,” the host said."
    )
    assert set(found) == {"R. Menon"}
    assert "Raghavan Menon" in found["R. Menon"].variants
    assert "Secretary (West) Raghavan Menon" in found["R. Menon"].variants


def test_an_initial_of_another_office_is_another_person() -> None:
    found = people("R. Menon, Governor of Goa, spoke. Finance Minister Raghavan Menon of India did not.")
    assert set(found) == {"R. Menon", "Raghavan Menon"}


def test_spellings_differing_in_case_and_hyphen_are_one_person() -> None:
    found = people("President Kang Tae-Hyun spoke. Reporters asked Kang Tae-hyun and Kang Taehyun again.")
    assert set(found) == {"Kang Tae-hyun"} or set(found) == {"Kang Tae-Hyun"}


def test_forms_with_titles_are_variants() -> None:
    found = people(
        "Prime Minister Arvind Khatri met Dr Meera Nair. PM Khatri thanked her.",
        title="EAM Nair And PM Khatri Meet Envoys In Kathmandu On Sunday",
    )
    assert set(found["Arvind Khatri"].variants) >= {"Prime Minister Arvind Khatri", "PM Khatri"}
    assert set(found["Meera Nair"].variants) >= {"Dr Meera Nair", "EAM Nair"}


@pytest.mark.parametrize(
    ("text", "name", "title", "country"),
    [
        ("Peru’s Deputy Prime Minister and Foreign Minister Ana Rojas spoke.", "Ana Rojas",
         "Deputy Prime Minister and Foreign Minister", "PE"),
        ("High Commissioner of Kenya to Ghana Joseph Mutua called.", "Joseph Mutua",
         "High Commissioner to Ghana", "KE"),
        ("India's Ambassador to Brazil Suresh Nair hosted.", "Suresh Nair", "Ambassador to Brazil", "IN"),
        ("South Korean President Yoo Ji-hoon left.", "Yoo Ji-hoon", "President", "KR"),
        ("Anil Thapa, secretary (Trade–North) of the Ministry of Commerce of Nepal, left.", "Anil Thapa",
         "secretary (Trade–North) of the Ministry of Commerce", "NP"),
        ("Kim Do-hee, First Vice Minister, Ministry of Foreign Affairs, ROK, left.", "Kim Do-hee",
         "First Vice Minister, Ministry of Foreign Affairs", "KR"),
        ("Secretary (East) at the Ministry of External Affairs (MEA), V Ramesh co-chaired it.", "V Ramesh",
         "Secretary (East) at the Ministry of External Affairs (MEA)", "IN"),
        ("President Mr. Ahn Seo-jun of the Republic of Korea spoke.", "Ahn Seo-jun", "President", "KR"),
        ("The Nepal delegation was led by Joint Secretary Gita Rai.", "Gita Rai", "Joint Secretary", "NP"),
        ("Deputy Defence Minister Sen. Lt. Gen. Tran Van Hai of Vietnam spoke.", "Tran Van Hai",
         "Deputy Defence Minister", "VN"),
        ("Julien Martin, Diplomatic Adviser to the French President, left.", "Julien Martin",
         "Diplomatic Adviser to the French President", "FR"),
    ],
)  # fmt: skip
def test_an_office_is_held_for_a_country(text: str, name: str, title: str, country: str) -> None:
    person = people(text)[name]
    assert [(office.title, office.country) for office in person.offices] == [(title, country)]
    assert person.country == country


def test_a_counterpart_holds_the_like_office_of_the_other_country() -> None:
    found = people(
        "External Affairs Minister R Menon met his visiting Japanese counterpart, Kenji Mori, on Monday."
    )
    assert [(office.title, office.country) for office in found["Kenji Mori"].offices] == [
        ("Foreign Minister", "JP")
    ]
    assert found["Kenji Mori"].offices[0].span.surface == "Japanese counterpart"


def test_each_name_of_a_list_has_the_office_named_before_it() -> None:
    found = people("Chile's Deputy Speaker Rosa Vidal and Representatives - Luis Soto and Ema Paz - came.")
    assert [[office.title for office in found[name].offices] for name in ("Luis Soto", "Ema Paz")] == [
        ["Representative"],
        ["Representative"],
    ]
    assert found["Luis Soto"].country == "CL"


def test_ministers_in_the_plural_keep_their_own_countries() -> None:
    found = people("Foreign Ministers Mario Vieira of Brazil and Diana Mondi of Argentina met in Lima.")
    assert (found["Mario Vieira"].country, found["Diana Mondi"].country) == ("BR", "AR")


def test_in_a_meeting_of_two_countries_the_other_side_is_the_other_country() -> None:
    found = people(
        "India and South Korea held talks in Seoul. Secretary Anita Rao met South Korean Vice Minister Ko Min-su. "
        "India and South Korea agreed to meet again."
    )
    assert found["Anita Rao"].country == "IN"


def test_an_office_alone_is_its_only_holder() -> None:
    found = people(
        "Foreign Minister Ana Rojas of Peru met Foreign Minister Luis Soto of Chile. "
        "The Peruvian foreign minister left early. The foreign minister was tired."
    )
    assert "Peruvian foreign minister" in " ".join(found["Ana Rojas"].variants)
    assert not any("The foreign minister" in person.variants for person in found.values())


def test_an_earlier_office_is_the_speakers() -> None:
    found = people(
        "South Korean Foreign Minister Cho Min-jae arrived. In a post on X, Cho said, “I met Secretary Anita Rao. "
        "Having served as Ambassador to India from 2015 to 2017, I know Delhi well.”"
    )
    titles = {office.title: office.country for office in found["Cho Min-jae"].offices}
    assert titles["Ambassador to India from 2015 to 2017"] == "KR"
    assert all("Ambassador" not in office.title for office in found["Anita Rao"].offices)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Indonesian Vice Admiral Bambang Surya spoke.", "Bambang Surya", "ID"),
        ("Indian Air Chief Marshal Ravi Kumar spoke.", "Ravi Kumar", "IN"),
        ("Pakistani Brigadier General Asim Raza spoke.", "Asim Raza", "PK"),
        ("The Ghanaian Dr Kofi Addo spoke.", "Kofi Addo", "GH"),
        ("Egypt nominated Hossam Lotfi as its ambassador in Ankara, and Peru sent nobody.", "Hossam Lotfi", "EG"),
        ("Ghana has appointed Kofi Addo its new ambassador to Japan.", "Kofi Addo", "GH"),
        ("Kofi Addo was appointed Ghana's ambassador to Japan.", "Kofi Addo", "GH"),
    ],
)  # fmt: skip
def test_a_country_stands_before_a_rank_or_appoints(text: str, name: str, country: str) -> None:
    assert people(text)[name].country == country


def test_an_appointment_is_an_office() -> None:
    (office,) = people("Ghana named Kofi Addo as its new ambassador to Japan.")["Kofi Addo"].offices
    assert (office.title, office.country, office.rule) == ("ambassador to Japan", "GH", "office-appointed")
    (office,) = people("The board named Lina Berg chief executive.")["Lina Berg"].offices
    assert (office.title, office.country) == ("chief executive", None)


def filed(text: str, place: str, country: str) -> dict[str, str | None]:
    article = draft(text, dateline=Dateline(place.upper(), place, country))
    return {person.name: person.country for person in annotate(article, ReadingConfig()).people}


def test_an_office_without_a_country_is_of_the_capital_that_reports() -> None:
    text = (
        "Prime Minister Karim Malik and Turkish President Selim Kaya agreed to build two ports. Pakistan and Turkey "
        "will meet again, Power Secretary Hina Shah said."
    )
    assert filed(text, "Islamabad", "PK") == {"Karim Malik": "PK", "Selim Kaya": "TR", "Hina Shah": "PK"}
    assert filed(text, "Karachi", "PK")["Karim Malik"] is None
    assert filed(text, "Paris", "FR")["Karim Malik"] is None


@pytest.mark.parametrize(
    "more",
    [
        "Foreign Minister Orhan Demir told parliament in Ankara that the ports were safe.",
        "Foreign Minister Orhan Demir met Kenyan Foreign Minister Musa Juma.",
        "Secretary General Orhan Demir of the union was there.",
        "Former Prime Minister Orhan Demir was there.",
        "The company President Orhan Demir was there.",
    ],
)
def test_an_office_that_may_be_another_countrys_is_nobodys(more: str) -> None:
    text = f"Pakistan and Turkey will build ports. Turkish President Selim Kaya smiled. {more}"
    assert filed(text, "Islamabad", "PK")["Orhan Demir"] is None


def test_a_country_that_is_only_spoken_of_sends_nobody() -> None:
    found = people(
        "Foreign Secretary Vikas Menon met US Secretary of State John Brown. The US is worried about Mali, and the "
        "situation in Mali was discussed. The US has left, a spokesperson of the Ministry of External Affairs said."
    )
    assert found["Vikas Menon"].country is None


@pytest.mark.parametrize(
    "text",
    [
        "Goldman Sachs said on Monday that oil would rise.",
        "Quorlan Vestrix said it would close two shops.",
        "Quorlan Vestrix told investors in its report that oil fell.",
        "The Swedish telecoms group Quorlan Vestrix said oil fell.",
        "Quorlan Vestrix AB said oil fell.",
        "Clean Corruption said oil fell.",
    ],
)
def test_a_house_that_says_something_is_nobody(text: str) -> None:
    assert people(text) == {}


def test_somebody_unknown_who_says_something_is_a_person() -> None:
    assert set(people("Quorlan Vestrix said it would be unfair.")) == {"Quorlan Vestrix"}


def test_a_name_under_a_title_goes_to_its_end() -> None:
    found = people("Foreign Secretary Kamal Alam Siam led the Bangladesh side. Siam smiled.")
    assert set(found) == {"Kamal Alam Siam"}


def test_a_given_name_may_be_a_town() -> None:
    assert set(people("Jordan Pickering said the road was closed.")) == {"Jordan Pickering"}
    assert people("The road to Jordan was closed, Jordan Steel said.") == {}


def test_in_a_headline_only_known_names_count() -> None:
    found = people(
        "Prime Minister Arvind Khatri arrived.", title="Khatri Meets Old Friends In Snowy Ottawa Today"
    )
    assert set(found) == {"Arvind Khatri"}
    assert {mention.span.field for mention in found["Arvind Khatri"].mentions} == {"title", "text"}


def test_a_plain_word_after_a_title_is_nobody() -> None:
    text = "There was an announcement on Monday. President Announcement came late, a screen read. Its programs were cut by Director Programs."
    assert people(text) == {}


def test_a_name_with_odd_spaces_is_kept_plain_and_its_span_as_printed() -> None:
    found = people("Foreign Minister Ana\u00a0Rojas spoke.")
    assert found["Ana Rojas"].mentions[0].span.surface == "Ana\u00a0Rojas"


def test_readers_comments_name_nobody() -> None:
    for seed in SEEDS:
        article = parsed(seed)
        authors = {comment.author for comment in article.comments}
        assert not authors & {person.name for person in annotate(article, ReadingConfig()).people}


def test_every_mention_and_office_covers_its_words() -> None:
    for seed in SEEDS:
        article = parsed(seed)
        fields = article.fields()
        for person in annotate(article, ReadingConfig()).people:
            for span in [one.span for one in person.mentions] + [one.span for one in person.offices]:
                assert fields[span.field][span.start : span.end] == span.surface
            assert all(one.rule and one.rule == one.rule.lower() for one in person.mentions)


SOUP = st.lists(
    st.sampled_from(
        "Minister Prime President of the and Lee Jae-myung Kumar P. Md. Dr (East) , ’s India Korean counterpart , "
        "Secretary - Representatives said \n\n “ ” \" King bin Ministry Foreign Affairs MEA Jr. O'Brien al-Sisi".split(
            " "
        )
    ),
    max_size=60,
).map(" ".join)


@given(SOUP)
def test_whatever_the_words_each_mention_is_in_the_text(text: str) -> None:
    for person in annotated(text).people:
        assert person.name in text
        assert all(text[one.span.start : one.span.end] == one.span.surface for one in person.mentions)
        assert person.name not in person.variants


def test_the_same_draft_gives_the_same_people() -> None:
    text = SEEDS[1].read_text(encoding="utf-8")
    once, again = (annotate(draft(text), ReadingConfig()).people for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ambassador Shafqot Ali Khan led the talks.", "Shafqot Ali Khan"),
        ("High Commissioner of the Republic of Kenya Wekesa Daniel Otieno came.", "Wekesa Daniel Otieno"),
        ("Chinese Vice Foreign Minister Sun Weilong came.", "Sun Weilong"),
        ("Defence Minister Dong Jun came.", "Dong Jun"),
        ("H E Sultan bin Saif Al Amri, Minister of Trade, came.", "Sultan bin Saif Al Amri"),
        ("Deputy Prime Minister Zh. Karimov came.", "Zh. Karimov"),
        ("Hon. Dr. Akinyi Wanjala E.G.H. came.", "Akinyi Wanjala"),
    ],
)  # fmt: skip
def test_a_name_is_neither_cut_nor_lengthened(text: str, name: str) -> None:
    assert set(people(text)) == {name}


def test_a_day_of_the_calendar_is_no_name() -> None:
    assert set(people("Minister Ana Rojas, Sun 9 Jun, spoke. President Rojas Jun 9 left.")) == {"Ana Rojas"}


def test_a_cabinet_of_ministers_is_no_minister() -> None:
    (office,) = people("Deputy Chairman of the Cabinet of Ministers of Turkmenistan B. Karryev came.")[
        "B. Karryev"
    ].offices
    assert (office.title, office.country) == ("Deputy Chairman of the Cabinet of Ministers", "TM")


def test_two_titles_before_a_name_are_not_the_person_before() -> None:
    found = people(
        "Spokesperson Mina Baloch said so, and Rana Shah, Foreign Secretary (Europe), Ambassador Ali Khan "
        "agreed."
    )
    assert found["Rana Shah"].offices == ()


def test_a_president_and_a_prime_minister_may_be_of_two_countries() -> None:
    found = people("The session was led by Turkish President Selim Kaya and Prime Minister Karim Malik.")
    assert (found["Selim Kaya"].country, found["Karim Malik"].country) == ("TR", None)
    both = people("They met Indian Trade Minister Anil Rao and Defence Minister Meera Nair.")
    assert both["Meera Nair"].country == "IN"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A delegation from Kenya led by the Cabinet Secretary for Trade, Hon. Dr. Akinyi Wanjala, came.",
         "Akinyi Wanjala", "KE"),
        ("The delegation of the Republic of Uganda was led by Hon. Gen Okot Abubakar, Minister of Trade.",
         "Okot Abubakar", "UG"),
        ("Foreign Secretary Rafiq Uddin headed the delegation of Bangladesh.", "Rafiq Uddin", "BD"),
        ("He met his Turkish counterpart, Prime Minister Selim Kaya.", "Selim Kaya", "TR"),
        ("Commander of US Naval Forces Vice Admiral Tom Reed came.", "Tom Reed", "US"),
    ],
)  # fmt: skip
def test_a_country_told_before_the_titles(text: str, name: str, country: str) -> None:
    assert people(text)[name].country == country


@pytest.mark.parametrize(
    ("story", "country"),
    [
        ("Malawi will vaccinate. Health Minister Chikondi Mwale said so in Salima.", "MW"),
        ("Malawi will vaccinate. Health Minister Chikondi Mwale met traders of Kenya.", None),
    ],
)
def test_an_office_in_a_story_from_the_only_country_it_is_about_is_that_country_s(
    story: str, country: str | None
) -> None:
    filed = draft(story, dateline=Dateline("LILONGWE", "Lilongwe", "MW"))
    (minister,) = annotate(filed, ReadingConfig()).people
    assert minister.country == country
