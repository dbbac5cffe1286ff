"""What stands above the story: headline, section, standfirst, dateline.

The lead is found first, because everything above it is judged by where it is.
"""

from __future__ import annotations

import re

from articles.drafts import Dateline

from . import credits, rules
from .datelines import DatelineFound, country_of, find_dateline, place_only
from .findings import Findings, is_story, same
from .page import Stretch
from .vocabulary import AGENCY, CRUMBS_ONLY, SECTIONS, THEME_WORDS

#: How many story paragraphs may stand above a dateline: summary, standfirst, a caption without credit.
_MAX_ABOVE_DATELINE = 4
_MAX_TITLE = 300
_HEAD_LINES = 12
_TITLE_WORDS = 4
_TITLE_STEMS = 3
_LABEL_LENGTH = 24
#: More section names than this above a headline are the site's menu.
_MAX_SECTIONS = 3
#: A notice to readers above the headline is short and speaks of something else.
_NOTICE_WORDS, _NOTICE_SHARE = 40, 0.12
#: Share of a headline's longer words that its story repeats; menus and tickers above it have next to none.
_SHARED_WORDS = 0.25
_SECTION_NAMES = sorted(SECTIONS, key=len, reverse=True)
_ANY_SECTION = "(?:" + "|".join(re.escape(name) for name in _SECTION_NAMES) + ")"
#: Without a space the next word must begin in the middle of the letters ("BusinessIndia").
_GLUED = re.compile(rf"(?=[A-Z])(?i:{_ANY_SECTION})(?:(?<=[a-z])(?=[“\"'‘]?[A-Z])|\s*[>›»/|]\s*)")
_GLUED_ONE_CASE = re.compile(rf"{_ANY_SECTION}(?=\w)", re.IGNORECASE)
_AGENCY_SECTION = re.compile(rf"(?P<agency>{AGENCY})\s+(?P<section>[\w &]+)", re.IGNORECASE)
_STEP = re.compile(r"\s*[>›»→]\s*|\s+[/|]\s+")
_STEP_WORDS = 4
#: "By Jane Doe – Agency:"
_SIGNATURE = re.compile(
    rf"(?P<line>by\s.{{3,50}}?)(?:\s*[-–—,/]\s*(?P<agency>{AGENCY}))?\s*:?", re.IGNORECASE
)
_IN_SECTION = re.compile(r"(?:in|posted in|filed in)\s+(?P<section>[A-Z].{2,40})", re.IGNORECASE)
_TWO_PARTS = re.compile(r"\||\s-\s")
_JOINTS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PICTURED_BY = re.compile(r"[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,2}\s?/\s?[A-Z][\w .’'&-]{2,40}")
_SUFFIX = re.compile(r"\s+(?:\||[-–—]|»|::|:)\s+(?P<outlet>[^|–—»]{2,40})$")
_BULLET = re.compile(r"[•·▪►●■◆*]\s*(?=\S)")
_NAME_AND_PLACE = re.compile(
    r"(?:[Bb][Yy]:?\s)?(?P<name>[^\W\d_][\w. ]{2,40}?)\s*(?:/|\||\sin\s)\s*(?P<place>[^\W\d_][\w. -]{1,30})"
)
_NAME_IN_PLACE = re.compile(r"[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,2} in [A-Z][\w-]+(?: [A-Z][\w-]+)?")
_AGENCY_AND_PLACE = re.compile(
    rf"(?P<agency>{AGENCY})\s*[,|/-]\s*(?P<place>[^\W\d_][\w. ]{{1,30}})", re.IGNORECASE
)
_INNER_END = re.compile(r"[a-z)]{2}[.!?]\s[A-Z“\"]")
#: Words of four letters and more that any two texts share.
_COMMON = frozenset(
    """after also been before between both could during from have into more most much over said says some such
    than that their them then there these they this those through under very were what when where which while
    will with would""".split()
)
_WORD = re.compile(r"[^\W\d_]{4,}")


def find_lead(findings: Findings) -> int | None:
    """Finds and cuts the dateline, and gives the line the story begins on."""
    opened = findings.page.open()
    places = findings.config.place_countries
    stories = [index for index, stretch in enumerate(opened) if is_story(stretch.full)]
    seen = 0
    for index, stretch in enumerate(opened[:60]):
        if seen > _MAX_ABOVE_DATELINE:
            break
        found = find_dateline(stretch.text, places)
        if found is not None and (is_story(stretch.full[found.end :]) or _story_follows(opened, index)):
            strong = found.stamp is not None or found.agency is not None
            if seen == 0 or strong:
                if found.end >= len(stretch.text):
                    _take_signature(findings, opened[index + 1 :])
                return _take_dateline(findings, stretch, found)
        if is_story(stretch.full):
            seen += 1
    if not stories:
        return None
    first = _after_notice(findings, opened, stories)
    if first and not _is_section(opened[first - 1].text) and _take_place(findings, opened[first - 1]):
        return opened[first - 1].line
    return opened[first].line


def _after_notice(findings: Findings, opened: list[Stretch], stories: list[int]) -> int:
    """The first story paragraph that is the story's: a notice above the headline shares no words with it."""
    first = stories[0]
    if len(stories) < 3 or len(opened[first].full.split()) > _NOTICE_WORDS or stories[1] - first < 2:
        return first
    rest = _stems(" ".join(opened[index].full for index in stories[1:6]))
    headline = max((_share(opened[index].text, rest) for index in range(first + 1, stories[1])), default=0.0)
    above = max((_share(stretch.text, rest) for stretch in opened[:first]), default=0.0)
    own = max((_share(stretch.text, _stems(opened[first].full)) for stretch in opened[:first]), default=0.0)
    if (
        headline < _SHARED_WORDS
        or max(above, own) >= _SHARED_WORDS
        or _share(opened[first].full, rest) > _NOTICE_SHARE
    ):
        return first
    opened[first].remove("notice")
    return stories[1]


def _take_place(findings: Findings, stretch: Stretch) -> bool:
    """A town on a line of its own, or a reporter and a town ("JANE DOE / NEW DELHI")."""
    places = findings.config.place_countries
    named = _NAME_AND_PLACE.fullmatch(stretch.text)
    if named and place_only(named["place"], places) and not place_only(named["name"], places):
        parts = findings.page.cut(stretch, named.start("place"))
        if len(parts) == 2:
            findings.byline = findings.byline or named["name"].strip()
            parts[0].claim("byline", "byline")
            stretch = parts[1]
    sent = _AGENCY_AND_PLACE.fullmatch(stretch.text)
    if sent and place_only(sent["place"], places) and findings.dateline_found is None:
        parts = findings.page.cut(stretch, sent.start("place"))
        if len(parts) == 2:
            findings.take_agency(credits.agency_name(sent["agency"]))
            parts[0].remove("agency-credit")
            stretch = parts[1]
    only = place_only(stretch.text, places)
    if only is None or findings.dateline_found is not None:
        return False
    _take_dateline(findings, stretch, only)
    return True


def _stems(text: str) -> set[str]:
    return {word.casefold()[:6] for word in _WORD.findall(text) if word.casefold() not in _COMMON}


def _share(text: str, story: set[str]) -> float:
    """How much of a line's longer words a story repeats."""
    words = _stems(text)
    return len(words & story) / len(words) if words else 0.0


def run_in_dateline(findings: Findings, lead: int | None) -> int | None:
    """A dateline that showed itself only when the standfirst above it was known for one."""
    if lead is None or findings.dateline_found is not None:
        return lead
    first = next((stretch for stretch in findings.page.open() if stretch.line == lead), None)
    found = find_dateline(first.text, findings.config.place_countries) if first is not None else None
    if first is not None and found is not None and found.end < len(first.text):
        return _take_dateline(findings, first, found)
    return lead


def _take_signature(findings: Findings, below: list[Stretch]) -> None:
    """A reporter's line between a dateline on a line of its own and the story."""
    for stretch in below[:2]:
        if is_story(stretch.full):
            return
        found = _SIGNATURE.fullmatch(stretch.text)
        author = credits.byline(found["line"]) if found else None
        if found and author:
            findings.byline = findings.byline or author
            findings.take_agency(credits.agency_name(found["agency"]))
            stretch.claim("byline", "byline")
            return


def _story_follows(opened: list[Stretch], index: int) -> bool:
    return any(is_story(stretch.full) for stretch in opened[index + 1 : index + 3])


def _take_dateline(findings: Findings, stretch: Stretch, found: DatelineFound) -> int:
    part = stretch
    if found.end < len(stretch.text):
        parts = findings.page.cut(stretch, found.end)
        if len(parts) != 2:
            return stretch.line
        part = parts[0]
    findings.take_agency(credits.agency_name(found.agency))
    if found.agency and "|" in found.text and not credits.agency_name(found.agency):
        findings.vote_outlet(found.agency, 1)
    if found.place is None and found.stamp is None:
        if found.agency and not credits.agency_name(found.agency):
            findings.vote_outlet(found.agency, 1)
        part.remove("agency-credit")
    else:
        part.claim("dateline", "dateline" if found.end < len(stretch.text) else "dateline-line")
        findings.dateline_found = found
        findings.dateline = Dateline(
            found.text, found.place, country_of(found, findings.config.place_countries)
        )
    return stretch.line


def take_head(findings: Findings, lead: int | None) -> None:
    """Gives every open line above the lead its field."""
    above = [stretch for stretch in findings.page.open() if lead is None or stretch.line < lead]
    title = _choose_title(findings, above, lead)
    if title is None or (lead is None and title is above[-1] and title.full.endswith(".")):
        # A sentence with nothing below it is all the story there is.
        _after_title(findings, above, lead)
        return
    place = next(index for index, stretch in enumerate(above) if stretch is title)
    title = _trim_title(findings, title)
    findings.title = title.full
    title.claim("title", "headline")
    findings.drop_page_clocks(title.line)
    _before_title(findings, above[:place])
    _after_title(findings, [stretch for stretch in above[place + 1 :] if stretch.open], lead)


def cut_breadcrumb(findings: Findings) -> None:
    """ "Business NewsBusinessTwo ministers …": section names glued before a headline."""
    top = findings.page.open()[:_HEAD_LINES]
    first = next((index for index, stretch in enumerate(top) if is_story(stretch.full)), len(top))
    for stretch in top[: first + 1]:
        if any(_cut_glued_copy(findings, stretch, other.text) for other in top if other is not stretch):
            continue
        end, names = _crumbs(stretch.text)
        if not end or len(stretch.text[end:].split()) < _TITLE_WORDS:
            continue
        parts = findings.page.cut(stretch, end)
        if len(parts) == 2:
            parts[0].remove("breadcrumb")
            _take_section(findings, names)


def _crumbs(text: str) -> tuple[int, list[str]]:
    position, names = 0, []
    while found := _GLUED.match(text, position):
        names.append(found.group().strip(" >›»/|"))
        position = found.end()
    if not names and (text.islower() or text.isupper()):
        return _crumbs_of_one_case(text)
    return position, names


def _crumbs_of_one_case(text: str) -> tuple[int, list[str]]:
    """Where letters do not show the joints, two section names without a space between them do."""
    position, names = 0, []
    while found := _GLUED_ONE_CASE.match(text, position):
        names.append(found.group())
        position = found.end()
    return (position, names) if len(names) > 1 else (0, [])


def _take_section(findings: Findings, names: list[str]) -> None:
    real = [name for name in names if name.casefold() not in CRUMBS_ONLY]
    if real:
        findings.section = real[-1]


def _is_section(text: str) -> bool:
    """A section's own name, or a short one made of such names ("Coastal Politics & Diplomacy")."""
    name = text.strip(" :|>»#")
    if name.casefold() in SECTIONS:
        return True
    words = [word for word in re.split(r"[\s&,/-]+", name) if word and word != "and"]
    if not 2 <= len(words) <= 4 or not all(word[0].isupper() for word in words):
        return False
    return "&" in name and sum(word.casefold() in SECTIONS for word in words) * 2 >= len(words)


def _choose_title(findings: Findings, above: list[Stretch], lead: int | None) -> Stretch | None:
    """The first line above the story that speaks of what the story speaks of; else the likeliest one."""
    story = " ".join(
        stretch.full for stretch in findings.page.open()[:80] if lead is not None and stretch.line >= lead
    )[:4000]
    story_words = _stems(story)
    keys = [same(stretch.text) for stretch in above]
    sure: Stretch | None = None
    best: tuple[float, Stretch] | None = None
    for index, stretch in enumerate(above):
        if is_story(stretch.full):
            break
        if not _could_be_title(findings, stretch.full):
            continue
        shared = _share(stretch.full, story_words)
        item = rules.ITEM_MARK.match(stretch.text) is not None
        enough = shared >= _SHARED_WORDS and len(_stems(stretch.full)) >= _TITLE_STEMS
        likely = not item and (enough or keys.count(keys[index]) > 1)
        copy = sure is not None and same(sure.text) == keys[index]
        if likely and (sure is None or (not copy and _stamped_apart(findings, sure, stretch))):
            sure = stretch
        score = shared - (1.0 if item else 0.0) - 0.02 * index
        if best is None or score > best[0]:
            best = (score, stretch)
    return sure or (best[1] if best else None)


def _stamped_apart(findings: Findings, motto: Stretch, headline: Stretch) -> bool:
    """Whether the masthead's clock stands between two lines and the article's own stamp below the second."""
    stamps = [stretch.line for stretch in findings.page.stretches if stretch.rule == "publication-stamp"]
    return any(motto.line < line < headline.line for line in stamps) and any(
        line > headline.line for line in stamps
    )


def _could_be_title(findings: Findings, text: str) -> bool:
    if len(text) > _MAX_TITLE or is_story(text) or _is_section(text):
        return False
    dense = len(text) >= 8 and text.count(" ") + 1 < len(text) / 14
    if len(text.split()) < 3 and not dense:
        return False
    if (
        find_dateline(text, findings.config.place_countries)
        or credits.byline(text)
        or credits.is_outlet(text)
    ):
        return False
    return not (
        credits.person_name(text)
        or _NAME_IN_PLACE.fullmatch(text)
        or credits.shows_picture(text)
        or rules.furniture(text, outside=True)
        or rules.LIST_HEADING.fullmatch(text)
    )


def _trim_title(findings: Findings, title: Stretch) -> Stretch:
    """ " | The Daily Something" after the headline is the outlet's."""
    found = _SUFFIX.search(title.text)
    if found is None or len(title.text[: found.start()].split()) < 3:
        return title
    name = found["outlet"].strip()
    agency = credits.agency_name(name)
    if not (agency or credits.is_outlet(name)):
        return title
    parts = findings.page.cut(title, found.start())
    if len(parts) != 2:
        return title
    if agency:
        findings.take_agency(agency)
        parts[1].remove("agency-credit")
    else:
        findings.vote_outlet(name, 2)
        parts[1].claim("outlet", "outlet-suffix")
    return parts[0]


def _before_title(findings: Findings, stretches: list[Stretch]) -> None:
    sections = [stretch for stretch in stretches if _is_section(stretch.text)]
    if len({same(stretch.text) for stretch in sections}) > _MAX_SECTIONS:
        for stretch in sections:
            stretch.remove("navigation")
    else:
        for stretch in sections[::-1]:
            _claim_section(findings, stretch)
    for stretch in stretches:
        if not stretch.open:
            continue
        text = stretch.text
        if same(text) == same(findings.title or ""):
            stretch.remove("duplicate-headline")
        elif names := _path(text):
            _take_section(findings, names)
            stretch.remove("breadcrumb")
        elif _is_section(text) or (
            len(text.split()) <= 2
            and len(stretches) == 1
            and ":" not in text
            and findings.section is None
            and text[:1].isupper()
            and not credits.is_outlet(text)
            and not rules.furniture(text, outside=True)
        ):
            _claim_section(findings, stretch)
        elif not common_line(findings, stretch):
            stretch.remove("navigation" if len(text.split()) <= 6 else "before-headline")


def _path(text: str) -> list[str]:
    """The steps of "Home » Politics » Foreign policy"; the last one is the section, the way home is not."""
    names = [name.strip() for name in _STEP.split(text)]
    if len(names) < 2 or not all(name and len(name.split()) <= _STEP_WORDS for name in names):
        return []
    known = sum(_is_section(name) or name.casefold() in CRUMBS_ONLY for name in names)
    return names if known and (known > 1 or len(names) == 2 or _is_way(names)) else []


def _is_way(names: list[str]) -> bool:
    return names[0].casefold() in CRUMBS_ONLY


def _claim_section(findings: Findings, stretch: Stretch) -> None:
    name = stretch.text.strip(" :|>»#")
    if name.casefold() in CRUMBS_ONLY or findings.section is not None:
        stretch.remove("breadcrumb")
    else:
        findings.section = name
        stretch.claim("section", "section-line")


def _cut_glued_copy(findings: Findings, stretch: Stretch, title: str) -> bool:
    """ "News World" + the headline once more on one line."""
    start = len(stretch.text) - len(title)
    if start <= 0 or len(title.split()) < 3 or stretch.text[start:] != title:
        return False
    glued = _JOINTS.sub("|", stretch.text[:start].strip())
    names = [name.strip() for name in re.split(r"[>›»/|]", glued) if name.strip()]
    if not all(name.casefold() in SECTIONS for name in re.split(r"\s|[>›»/|]", glued) if name):
        told = names[0].casefold() in SECTIONS and len(stretch.text[:start].split()) <= _TITLE_WORDS
        if not told or stretch.text[start - 1].isspace():
            return False
    _take_section(findings, names)
    stretch.remove("duplicate-headline")
    return True


def common_line(findings: Findings, stretch: Stretch) -> bool:
    """Lines that may stand above or below the headline."""
    text = stretch.text
    if name := credits.agency_line(text, bare=True):
        findings.take_agency(name)
        stretch.remove("agency-credit")
    elif (labeled := _AGENCY_SECTION.fullmatch(text)) and _is_section(labeled["section"]):
        findings.take_agency(credits.agency_name(labeled["agency"]))
        _take_section(findings, [labeled["section"]])
        stretch.remove("agency-credit")
    elif (
        (parts := [part.strip() for part in _TWO_PARTS.split(text)])
        and len(parts) == 2
        and credits.is_outlet(parts[1])
        and ("|" in text or credits.person_name(parts[0]))
    ):
        findings.vote_outlet(parts[1], 2)
        if findings.byline is None:
            findings.byline = parts[0]
        stretch.claim("byline", "byline")
    elif author := credits.byline(text.rstrip("/ ")):
        if findings.byline is None:
            findings.byline = author
        stretch.claim("byline", "byline")
    elif credits.is_outlet(text):
        findings.vote_outlet(text, 2)
        stretch.claim("outlet", "outlet-line")
    elif rule := rules.furniture(text, outside=True):
        stretch.remove(rule)
    elif pictured := credits.pictured(text):
        findings.add_image(stretch, pictured.caption, pictured.credit)
    elif rules.LIST_HEADING.fullmatch(text) or rules.COMMENT_HEADING.fullmatch(text):
        stretch.remove("navigation")
    else:
        return False
    return True


def _after_title(findings: Findings, stretches: list[Stretch], lead: int | None) -> None:
    key = same(findings.title or "")
    repeated = [same(stretch.text) for stretch in stretches]
    _take_bullets(findings, stretches)
    for stretch in stretches:
        text = stretch.text
        if not stretch.open:
            continue
        if key and same(text) == key:
            stretch.remove("duplicate-headline")
        elif _is_section(text):
            _claim_section(findings, stretch)
        elif (filed := _IN_SECTION.fullmatch(text)) and _is_section(filed["section"]):
            _take_section(findings, [filed["section"]])
            stretch.claim("section", "section-line")
        elif text.endswith(" -") and credits.person_name(text[:-2]):
            findings.add_image(stretch, text[:-2].strip(), None)
        elif _take_place(findings, stretch) or common_line(findings, stretch) or lead is None:
            continue
        elif is_story(text):
            _take_paragraph(findings, stretch)
        elif credits.person_name(text) and len(text.split()) <= 4 and not is_theme(text):
            if findings.byline is None:
                findings.byline = text
            stretch.claim("byline", "name-line")
        elif _PICTURED_BY.fullmatch(text):
            stretch.remove("photo-credit")
        elif repeated.count(same(text)) > 1:
            findings.add_image(stretch, text, None)
        elif (pictured := credits.caption_by_place(text)) is not None:
            findings.add_image(stretch, pictured.caption, pictured.credit)
        elif len(text.split()) >= 4 and _INNER_END.search(text):
            _take_paragraph(findings, stretch)
        elif findings.subtitle is None and len(text.split()) >= 4:
            findings.subtitle = stretch.full
            stretch.claim("subtitle", "subtitle")
        elif (len(text.split()) <= 2 and len(text) <= _LABEL_LENGTH) or credits.person_name(text):
            stretch.remove("page-label")


def is_theme(text: str) -> bool:
    """ "Strategic Dialogue" has the form of a name and the words of a subject."""
    return any(word.casefold() in THEME_WORDS or word.casefold() in SECTIONS for word in text.split())


def _take_bullets(findings: Findings, stretches: list[Stretch]) -> None:
    """Two or more bulleted lines between headline and story are key points without their heading."""
    items = [
        stretch for stretch in stretches if _BULLET.match(stretch.text) and len(stretch.text.split()) >= 5
    ]
    if len(items) < 2 or findings.key_points:
        return
    for item in items:
        findings.add_key_point(item, _BULLET.sub("", item.text, count=1))


def _take_paragraph(findings: Findings, stretch: Stretch) -> None:
    """A paragraph above the lead: the summary stands above the key points, the standfirst above the story."""
    above_points = findings.key_points_line is not None and stretch.line < findings.key_points_line
    if above_points and findings.summary is None:
        findings.summary = stretch.full
        stretch.claim("summary", "summary")
    elif credits.shows_picture(stretch.text):
        findings.add_image(stretch, stretch.text, None)
    elif findings.standfirst is None and not above_points:
        findings.standfirst = stretch.full
        stretch.claim("standfirst", "standfirst")
