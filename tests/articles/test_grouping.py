"""Articles that belong together find each other, in whatever order they come and go."""

from __future__ import annotations

import random
from datetime import date
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from articles import workflow
from articles.drafts import RawDocument
from articles.grouping import group
from articles.importing import Importer
from articles.models import Article, Band, IndexNote, Kinship
from tests import factories as make

pytestmark = pytest.mark.django_db

REPORT = """The port authority of Callao closed two of its nine piers on Monday after inspectors found cracks in the pillars that carry them, officials said.

Ships that were due to unload grain will be sent to Paita, 900 kilometers to the north, until divers have looked at every pillar, harbor master Rosa Quiroz told reporters at the terminal.

“We would rather lose a week than a crane,” Quiroz said. She put the cost of the repairs at 14 million soles."""
CUT = REPORT.rsplit("\n\n", 1)[0]
LONGER = REPORT + "\n\nTrade through the port grew by a tenth last year, the customs office in Lima reported."
OTHER = """Grain carriers bound for the country's main port are being turned away while its owner checks whether the ground beneath two quays is safe, the harbor office announced on Monday evening.

Copper producers fear delays, and their lobby counted tens of thousands of tonnes that had not been loaded."""
DAY = date(2024, 3, 5)


def version(text: str, title: str = "", day: date | None = DAY, **fields: Any) -> Article:
    return make.article(title, text, day=day, **fields)


def partition(label: str) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for row in Kinship.objects.exclude(**{label: None}).select_related("article"):
        groups.setdefault(getattr(row, label), set()).add(row.article.title)
    return {frozenset(each) for each in groups.values()}


def groups_of(*articles: Article) -> set[frozenset[str]]:
    group([each.pk for each in articles])
    return partition("copies")


def test_versions_of_one_report_are_copies_and_another_report_is_none():
    made = [version(REPORT, "whole"), version(CUT, "cut"), version(LONGER, "longer"), version(OTHER, "other")]
    assert groups_of(*made) == {frozenset({"whole", "cut", "longer"})}
    assert partition("story") == {frozenset({"whole", "cut", "longer"})}


def test_versions_printed_days_apart_or_undated_are_found_and_those_of_another_year_are_not():
    made = [
        version(REPORT, "first"),
        version(CUT, "next day", date(2024, 3, 6)),
        version(LONGER, "undated", None),
        version(REPORT, "years ago", date(2019, 3, 5)),
    ]
    assert groups_of(*made[:2], made[3]) == {frozenset({"first", "next day"})}
    assert groups_of(made[2]) == {frozenset({"first", "next day", "undated", "years ago"})}


def test_what_is_hidden_is_in_no_group(django_capture_on_commit_callbacks):
    one, other = version(REPORT, "whole"), version(CUT, "cut")
    groups_of(one, other)
    for hide in (workflow.withdraw, workflow.back_to_draft):
        with django_capture_on_commit_callbacks(execute=True):
            hide([other])
        assert not Kinship.objects.filter(copies__isnull=False).exists()
        assert not Kinship.objects.filter(article=other).exists()
        assert not Band.objects.filter(article=other).exists()
        other.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            workflow.publish([other])
        assert partition("copies") == {frozenset({"whole", "cut"})}
        other.refresh_from_db()


def test_a_deleted_article_leaves_its_group(django_capture_on_commit_callbacks):
    made = [version(REPORT, "whole"), version(CUT, "cut")]
    groups_of(*made)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.delete(made[:1])
    assert Kinship.objects.get().copies is None
    assert set(Band.objects.values_list("article", flat=True)) == {made[1].pk}


def test_an_edited_text_finds_its_new_company():
    made = [version(REPORT, "one"), version(OTHER, "two"), version(OTHER + " It said so.", "three")]
    assert groups_of(*made) == {frozenset({"two", "three"})}
    Article.objects.filter(pk=made[1].pk).update(text=LONGER)
    assert groups_of(made[1]) == {frozenset({"one", "two"})}


def meeting(title: str, ordinal: int | None, text: str = "", **fields: Any) -> Article:
    """A report of a round of talks; each in words of its own."""
    made = version(text or f"{title} talks were held.", title, parties="NO PE", **fields)
    dialogue = make.series("Charts Dialogue", "NO", "PE")
    event = make.event("Charts Dialogue", made, dialogue, ordinal, date="2024-03-05", place="Lima")
    make.mention(made, "talks", event=event)
    return made


def test_reports_of_one_round_are_one_story_and_two_rounds_are_two():
    made = [
        meeting("third by us", 3),
        meeting("third by them", 3),
        meeting("fourth", 4, day=date(2024, 3, 6)),
    ]
    group([each.pk for each in made])
    assert partition("story") == {frozenset({"third by us", "third by them"})}
    assert partition("copies") == set()


def test_a_round_in_the_background_makes_no_story():
    """It is named far down, or was held years before the article."""
    far_down = meeting("far down", 3, "One.\n\nTwo.\n\nThree.\n\nFour.\n\nThe talks were recalled.")
    long_after = meeting("long after", 3, day=date(2026, 3, 5))
    news = meeting("news", 3)
    group([far_down.pk, long_after.pk, news.pk])
    assert partition("story") == set()


def spoken(title: str, *people: str, **fields: Any) -> Article:
    made = version(
        f"{title}: {', '.join(people)} met.",
        title,
        dateline_place="Lima",
        dateline_date="2024-03-05",
        **fields,
    )
    for name in people:
        make.mention(made, name, person=make.person(name, "PE"))
    return made


def test_place_day_and_people_tell_a_story():
    same = [
        spoken("a", "Ada Lind", "Rui Soto", parties="NO PE"),
        spoken("b", "Rui Soto", "Ada Lind", parties="NO PE"),
    ]
    others = [
        spoken("c", "Ada Lind", "Rui Soto", parties="NO IN"),
        spoken("d", "Uma Rao", "Ola Dahl", parties="NO PE"),
    ]
    group([each.pk for each in same + others])
    assert partition("story") == {frozenset({"a", "b"})}


@pytest.mark.parametrize("seed", range(6))
def test_groups_are_the_same_in_any_order_and_in_any_portions(seed):
    chance = random.Random(seed)
    made = [
        *(
            version(text, str(number))
            for number, text in enumerate([REPORT, CUT, LONGER, OTHER, OTHER + " So it said."])
        ),
        meeting("third", 3),
        meeting("again the third", 3),
        meeting("fourth", 4),
        meeting("one of them", None),
        spoken("a", "Ada Lind", "Rui Soto", parties="NO PE"),
        spoken("b", "Ada Lind", "Rui Soto", parties="NO PE"),
    ]
    group([each.pk for each in made])
    expected = partition("copies"), partition("story")
    Kinship.objects.all().delete()
    Band.objects.all().delete()
    chance.shuffle(made)
    while made:
        portion = [made.pop() for _ in range(min(len(made), chance.randint(1, 4)))]
        group([each.pk for each in portion])
    assert (partition("copies"), partition("story")) == expected
    assert len(expected[1]) >= 3


def test_an_editors_word_parts_and_joins():
    one, other, alone = meeting("one", 3), meeting("other", 3), version(OTHER, "alone")
    group([one.pk, other.pk, alone.pk])
    workflow.decide(other, "story", str(one.pk), "rejected", editor=None)
    workflow.decide(alone, "story", str(one.pk), "added", editor=None)
    group([one.pk])
    assert partition("story") == {frozenset({"one", "alone"})}


def test_the_command_finds_nothing_to_do_and_mends_what_was_lost():
    made = [version(REPORT, "whole"), version(CUT, "cut"), meeting("third", 3), meeting("again", 3)]
    group([each.pk for each in made])
    assert _command() == "Stories: 2; reports with copies: 1; articles moved: 0\n"
    Kinship.objects.filter(article=made[0].pk).delete()
    Article.objects.filter(pk=made[3].pk).update(status="withdrawn")
    assert _command() == "Stories: 1; reports with copies: 1; articles moved: 2\n"
    assert partition("story") == {frozenset({"whole", "cut"})}


def _command() -> str:
    out = StringIO()
    call_command("group_stories", verbosity=0, stdout=out)
    return out.getvalue()


def test_two_agencies_on_one_dialogue_among_the_seeds(settings):
    importer = Importer()
    for path in sorted((settings.BASE_DIR / "seeds").glob("*.txt")):
        list(importer.run(RawDocument(path.read_bytes(), path.name), place=str(path)))
    importer.finish()
    ((first, second),) = partition("story")
    assert first != second
    assert partition("copies") == set()
    assert Kinship.objects.filter(series__name__contains="Security Dialogue", ordinal=6).count() == 2


@pytest.fixture
def judge(client):
    """Select these articles in the admin and say that they are one story, or that they are not."""
    client.force_login(get_user_model().objects.create_superuser("editor"))

    def said(action: str, *articles: Article) -> str:
        selected = [article.pk for article in articles]
        page = reverse("admin:articles_article_changelist")
        answer = client.post(page, {"action": action, "_selected_action": selected}, follow=True)
        return answer.content.decode()

    return said


def test_an_editor_says_in_the_list_of_articles_what_is_one_story(judge, django_capture_on_commit_callbacks):
    one, other, alone = meeting("one", 3), meeting("other", 3), version(OTHER, "alone")
    group([one.pk, other.pk, alone.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert "these 2 articles tell different stories" in judge("not_one_story", one, other)
    assert partition("story") == set()
    with django_capture_on_commit_callbacks(execute=True):
        judge("one_story", one, other, alone)
    assert partition("story") == {frozenset({"one", "other", "alone"})}
    assert "Select 2 to 12 articles" in judge("one_story", one)


def test_articles_from_before_there_were_stories_wait_to_be_grouped():
    made = version(REPORT)
    version(CUT, status="draft")
    import_module("articles.migrations.0008_settled_names").note_the_ungrouped(apps, None)
    assert list(IndexNote.objects.values_list("article", flat=True)) == [made.pk]
