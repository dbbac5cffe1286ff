"""Who wrote it, who sent it, who took the picture, whose site it stood on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .rules import MAX_LINE, furniture
from .stamps import find_stamps
from .vocabulary import AGENCIES, AGENCY, DESK_WORDS, OUTLET_SHAPE, OUTLET_WORDS

#: A line that is nothing but an agency's name in the dress of a credit.
_AGENCY_LINE = re.compile(
    rf"(?:[-–—=(\[/*|]+\s*|(?:source|courtesy|credit|news source|via|by|agency)\s*[:|-]\s*)(?P<agency>{AGENCY})(?:[/,&\s]+[\w. ]{{2,30}})?(?:/[\w .]{{1,12}}){{0,5}}\s*[)\]/*|.]*",
    re.IGNORECASE,
)
_AGENCY_BARE = re.compile(rf"(?P<agency>{AGENCY})\s*", re.IGNORECASE)
#: "Some News Agency (SNA)": an agency by its own word.
_UNLISTED_AGENCY = re.compile(
    r"(?P<name>[A-Z][\w’'. -]{2,40} (?:[Nn]ews|[Pp]ress) [Aa]gency)(?: \((?P<short>[A-Z]{2,6})\))?"
)
#: "(Xinhua News Agency January 11, 2006)": the agency and its date after the story.
_AGENCY_DATED = re.compile(
    rf"\(\s*(?P<agency>{AGENCY})[\s,]+(?P<date>[^()]{{4,40}}\d{{4}})\s*\)", re.IGNORECASE
)
#: The same at the end of a paragraph; the words before it are the story's.
_AGENCY_TAIL = re.compile(
    rf"(?:(?<=[.!?”\"’'\])…])\s*|\s+)(?:[(\[]\s*(?P<bracketed>{AGENCY})(?:[/,\s]+[\w ]{{2,20}})?\s*[)\]]|[-–—]{{1,2}}\s?(?P<dashed>{AGENCY}))\s*[.]?$",
    re.IGNORECASE,
)
_AGENCY_WITHIN = re.compile(
    rf"(?<=[.!?”\"’'\])…])\s*[(\[]\s*(?P<agency>{AGENCY})\s*[)\]][.]?\s*(?=[A-Z])", re.IGNORECASE
)
#: "… (Reporting by Jane Doe; Editing by Tom Reed)"
_STAFF_TAIL = re.compile(
    r"(?<=[.!?”\"’'\])…])\s*\(\s*(?:additional )?(?:reporting|writing|editing|compiled|edited|translated) by [^()]{4,240}\)\.?$",
    re.IGNORECASE,
)
_STAFF_REACH = 280
_INPUTS_TAIL = re.compile(
    r"(?<=[.!?”\"’'\])…])\s*\(\s*(?:with (?:\w+ )?(?:inputs?|reporting|reports) from|inputs? from)\s(?P<agency>[^()]{2,40})\)\s*\.?$",
    re.IGNORECASE,
)
_END_TAIL = re.compile(
    r"(?<=[.!?”\"’'\])…])\s*(?:\(\s*end(?:s|item)?\s*\)|(?<=\.)/\.|enditem|[■□▪∎◼]+|/end|(?-i:\((?:[A-Z]\w{0,8}/){1,3}[A-Z]\w{0,8}\)|\([a-z]{2,4}/[a-z]{2,4}\))|\((?:https?://|www\.)[^\s()]{4,80}\)|\([\w-]{3,30}\.(?:com|net|org|id|co\.\w\w)/[^()]{3,40}\))\s*$|(?<=\w)/\.$",
    re.IGNORECASE,
)
#: "… on Friday.Post Report": a desk that lost its line break.
_DESK_TAIL = re.compile(
    r"(?<=[a-z][.!?”])(?P<name>[A-Z]\w+(?: [A-Z]\w+)? (?:Report|Reporter|Correspondent|Desk|Bureau))$"
)
#: "… of the two countries. The minister at the gate. (Photo from X)": a caption run on to a paragraph.
_CAPTION_TAIL = re.compile(
    r"(?<=[a-z][.!?”])\s+(?P<caption>[A-Z][^.!?]{4,140}[.!?]?)\s*\((?:(?i:file |representational |representative )?(?:Photo|PHOTO|Image|Picture|Pic)s?\b(?: from| by| via| courtesy)?(?P<credit>[^()]{0,60})|[A-Z]{2,8} (?i:photo|file|file photo|image))\)\.?$"
)
_CAPTION_REACH, _CAPTION_AFTER, _NAME_WORDS = 260, 80, 10
#: "… the ministry said. PTI MPB ZMN": the agency and its editors' initials.
_INITIALED_TAIL = re.compile(r"(?<=[^\W_][^\W_][.!?”\"])\s+(?P<agency>[A-Z]{2,5})(?:\s[A-Z]{2,4}){0,7}$")
_BYLINE_TAIL = re.compile(r"(?<=[a-z][.!?”\"])\s+By (?P<name>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3})$")
_INPUTS_AGENCY = re.compile(
    rf"(?:inputs?|reporting|reports?|information)(?:\s\w+)?\s(?:from|by)\s(?:the\s)?(?P<agency>{AGENCY})(?!\w)",
    re.IGNORECASE,
)

_PHOTO_WORDS = r"(?:file |representative |representational |archive |handout |photo )*(?:photographs?|photographers?|photos?|images?|pics?|pictures?|foto|photo credit|image credit|image source|photo source|photo courtesy|picture credit|photo by|image courtesy|photo/image|credit|credits|source|screengrab|screenshot|video grab|graphic|illustration)"
_CAPTION_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # Representational image. (Reuters)
        r"(?P<caption>(?:file|archive|representative|representational|illustrative|undated) (?:photo|image|pic|picture|photograph)\.?)\s*(?:[(\[|:–—-]\s*)(?P<credit>[^()\[\]]{2,50})[)\]]?\.?",
        # … shake hands in the capital on Friday. (Xinhua/Jane Doe)
        rf"(?P<caption>.{{10,400}}?)\s*[(\[](?P<credit>(?:{AGENCY})\s?/\s?(?-i:[A-Z])[\w.’'-]+(?:[ -](?-i:[A-Z])[\w.’'-]+){{1,3}})[)\]]\.?",
        # … May 10, 2017.Jane Doe/File Photo     … on Friday. REUTERS/Jane Doe
        r"(?P<caption>.{20,}[.!?”\"])\s*(?P<credit>(?-i:[A-Z])[\w.’'-]+(?: (?-i:[A-Z])[\w.’'-]+){0,3}\s?/\s?(?-i:[A-Z])[\w. ]{2,40}?)\.?",
        # (Image: A. Name/ X profile)   [Photo/Xinhua]   (Photo by X)   (PTI Photo)   (File photo)   (ANI Photo/X)
        rf"(?P<caption>.{{3,}}?)\s*[(\[]\s*{_PHOTO_WORDS}\s*[:/|–—-]?\s*(?:by |courtesy:? |via |credit:? )*(?P<credit>[^()\[\]]{{0,90}})\s*[)\]]\s*\.?",
        r"(?P<caption>.{3,}?)\s*[(\[]\s*(?P<credit>[^()\[\]]{2,60}?)\s*(?:file )?(?:photo|pic|image|picture|photos)s?\s*[)\]]\s*\.?",
        # … | Photo Credit: PTI     … Photo: X      … Image Source : X
        rf"(?P<caption>.{{3,}}?)\s*(?:[|•·–—-]\s*|(?<=[.!?…”\"])\s*|\s){_PHOTO_WORDS}\s*[:|]\s*(?:by |courtesy:? |via |credit:? )*(?P<credit>\S.{{0,90}})",
        # … / Reuters     … — Bernama pic     … © AFP      … [Reuters]    … (Yonhap)
        rf"(?P<caption>.{{3,}}?)\s*(?:—|–|-|\||/|©)\s*(?P<credit>(?:{AGENCY})(?:[ /][\w ]{{2,20}})?)\s*(?:file )?(?:photo|pic|image|picture)s?\s*\.?",
        rf"(?P<caption>.{{3,}}?)\s*(?:©|\(c\)|\|)\s*(?P<credit>(?:{AGENCY}|getty images|ap photo|file|handout|courtesy|official)[\w /.,'’&-]{{0,50}})\s*\.?",
        rf"(?P<caption>.{{3,}}?)\s*[\[]\s*(?P<credit>[^\[\]]{{0,30}}(?:{AGENCY}|getty images|handout)[^\[\]]{{0,30}})\s*[\]]\s*\.?",
        # … File photo.     … (Representational image)
        r"(?P<caption>.{3,}?)\s*(?:[.|,:/(–—-]\s*|\s)(?P<credit>(?:file|archive|representative|representational|reuters file|afp file) (?:photo|image|pic|picture|photograph))\s*[).]*",
    )
)
#: Asked first, because the forms are slow to fail.
_CAPTION_CUES = (
    *("photo", "imag", "pic", "foto", "source", "caption", "credit", "screen", "video grab", "graphic"),
    *("illustration", "©", "(c)", "getty", "handout", "file", "courtesy", "/"),
)
_MARKED_AGENCY = re.compile(rf"[|\[—–-]\s?(?:{AGENCY})(?!\w)", re.IGNORECASE)
#: A caption's label stands first: "Photo: The two ministers …", "IN PICS", "Image: Reuters".
_LABELED = re.compile(
    rf"(?!source)(?:{_PHOTO_WORDS}|caption|picture caption)\s*(?:[:：|]|(?:\s[–—-]\s))\s*(?P<rest>\S.{{0,300}})",
    re.IGNORECASE,
)
_CREDIT_ONLY = re.compile(
    rf"(?!source)[(\[]?\s*(?:{_PHOTO_WORDS}(?:\s*(?:[:：/|–—-]|by\b|courtesy\b|via\b|credit\b))*(?:(?<=[:：/|–—-])|(?<=by)|(?<=via)|(?<=courtesy)|(?<=credit)|$|(?=\s*[)\]]))\s*(?P<credit>[^.]{{0,70}}?)|(?P<agency>{AGENCY})\s*(?:file )?(?:photo|pic|image)s?|©\s*(?P<owner>.{{2,50}})|getty images.{{0,40}})\s*[)\]]?\.?",
    re.IGNORECASE,
)
#: In square brackets a source is a picture's.
_SOURCE_OF_PICTURE = re.compile(
    r"\[\s*(?:source|photo|image|picture|file)[^:\[\]]{0,12}:\s*(?P<credit>[^\[\]]{2,60})\]", re.I
)
_POSITION_CUE = re.compile(
    r"\((?:L|R|C|left|right|center|centre|l-r|from left|(?:2nd|3rd|second|third) (?:from )?(?:left|right|L|R)|pictured|file)\)|^from left\b|\b(?:poses?|posing) (?:for|with)\b|\bshakes? hands? with\b|\bin this (?:file |undated |handout )?(?:photo|picture|image)\b|\bfile (?:photo|picture|image)\b|\(not (?:in the )?(?:pictured|picture)\)",
    re.IGNORECASE,
)

_NAMED_AFTER = re.compile(r"(?P<caption>.{30,}[a-z0-9)][.!?])\s+(?P<credit>[A-Z][^.!?,:;\"“”]{2,50})")
_AGENCY_AFTER = re.compile(
    rf"(?P<caption>[^.!?]{{3,200}}[^.!?\"”'’\s])\s*\((?P<credit>{AGENCY}(?:[/ ][\w ]{{2,20}})?)\)",
    re.IGNORECASE,
)
_SHOT = re.compile(
    rf"(?P<caption>(?:[^\s.!?]+\.?\s){{1,22}}?(?:attends?|arrives?|speaks?|poses?|shakes? hands|walks?|meets?|greets?|waves?|talks?|delivers?|holds? (?:a|talks|up)|(?:is|are) seen|looks?|stands?|inspects?|gestures?|listens?|departs?|boards?|reviews?|signs?|in (?:a|this) file (?:photo|image|picture))\b"
    rf"[^!?]{{0,300}}?)\s*\(?(?:(?<=\()(?P<credit>{AGENCY}(?:[/ ][\w ]{{2,20}})?)\)|(?P<slashed>(?:REUTERS|AFP|AP|EPA|Reuters|Getty Images|Bernama|ANI|PTI)/[\w. -]{{3,40}}))\.?",
)
_RUN_IN_BYLINE = re.compile(
    r"(?P<name>(?:(?:Our|Staff|Special|Senior|Diplomatic|Secretariat|Political|Foreign|News|Web|Online|International|Business|Own|City|[A-Z]{2,6})\s){1,3}(?:Correspondents?|Reporters?|Desk|Report|Bureau))\s*[:–—-]+\s+(?=[A-Z“\"])"
)

_BYLINE_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?:by|written by|reported by|report by|reporting by|story by|text by|author|authored by|edited by|posted by|published by|news by|from|compiled by|curated by|reporter|correspondent|por|von|par|oleh|penulis|pewarta|reportase|autor|auteur|redacción|redazione|muhabir|автор)\s*[:|-]?\s+(?P<name>(?-i:[A-Z@]).{1,80})",
        r"(?:our |staff |special |senior |diplomatic |own |chief |political |foreign |business |city |the |a )*(?P<name>(?:(?:[\w.&'-]+ ){0,4}(?:staff|special|senior|diplomatic|own|chief|political|foreign|business|our|principal|defence|national|news|web|online|digital|desk|international|bureau|agency) )(?:correspondents?|reporters?|writers?|desk|bureau|editor|team|report|monitoring desk|report))(?:\s*[,|•-]\s*.{2,40})?",
        r"(?P<name>(?-i:[A-Z]{2,6}|Star|Tribune|Staff|Daily \w+|Online)(?:\s\w+)? report)",
        r"(?P<name>(?:[\w.&'/-]+ ){0,4}(?:news ?desk|web ?desk|online desk|news ?bureau|desk report|staff reporter|staff correspondent|diplomatic correspondent|special correspondent|digital desk|news service|news team|monitoring desk|correspondent|reporter))(?:\s*[,|•-]\s*.{2,40})?",
    )
)
#: "By Jane Doe in Tokyo"
_POSTED_AT = re.compile(r"(?<=\w) in [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}$")
_PERSON = re.compile(
    r"(?:(?:Dr|Mr|Ms|Mrs|Prof|Md|Syed|Sheikh|Lt|Gen|Col|Amb)\.?\s)?(?-i:[A-Z])[\w.’'-]*(?:\s(?:(?-i:[A-Z])[\w.’'-]*|bin|al|de|van|von|del|ur|ul)){1,3}"
)

_ORIGIN_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\W{0,4}sources? of (?:the )?(?:information|news|story|article|text|report|images?|photos?)(?: and (?:the )?(?:images?|photos?|information|pictures?))?\s*[:\s]\s*(?P<name>.{2,80})",
        r"\W{0,4}(?:news |story |article |original |read |information |text |content )?(?:original (?:article|story|post|report|source|link)|article link|source|courtesy|credits?|via|kaynak|fuente|quelle|sumber)(?: of news| link)?\s*[:：\-–|]\s*(?P<name>[^.].{1,80})",
        r"\W{0,4}(?:this (?:article|story|report|piece|post|news)|it|the article|the story)?\s*(?:was |has been |is )?(?:originally |first )+(?:published|appeared|posted|reported|carried)\s*(?:in|on|by|at|from)\s*(?P<name>.{2,90})",
        r"\W{0,4}(?:re-?published|reproduced|reprinted|taken|sourced|adapted|cross-?posted|excerpted|syndicated)\s*(?:here )?(?:with (?:kind )?permission )?(?:from|courtesy(?: of)?)\s*:?\s*(?P<name>.{2,90})",
        r"\W{0,4}(?:read|see|view|click here for) the (?:original|full|complete) (?:article|story|post|report|source)\s*(?:at|on|in|here:?|from)?\s*[:\s]\s*(?P<name>.{2,90})",
        r"\W{0,4}continue reading on (?P<name>.{2,60})",
    )
)
#: "… by Some Review and is reproduced here with permission", "… in Some Paper on May 5": the sentence goes on.
_AFTER_ORIGIN = re.compile(
    r"(?:,\s+(?:which|where|who)\b|(?<=[a-z]{3})\.\s+(?=[A-Z])(?-i:[A-Z][a-z]+\s[a-z]))(?s:.*)$|,?\s+(?:(?:and|which|where it)\s(?:it\s)?(?:is|was|has been|have been|appears?|re-?published|reproduced|reprinted|reposted|shared|used|can)\b"
    r"|(?:re-?published|reproduced|reprinted|reposted|shared|used|and)\s(?:here|with|under|by|courtesy)\b|under (?:a|the|an) .{0,30}licen[cs]e"
    r"|with (?:kind |their |the )?permission|on (?=(?:\w+day\b|\d|[A-Z]\w+ \d)))(?s:.*)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://(?:www\.)?(?P<host>[\w-]+(?:\.[\w-]+)+)\S*$", re.IGNORECASE)
#: "(SITE- Some Paper)" before the first words
_ORIGIN_LEAD = re.compile(r"\((?P<outlet>[A-Z][\w.]{2,20})\s?-\s?(?P<name>[A-Z][\w .&'-]{1,40})\)\s*")

_OUTLET_FORMS = tuple(
    (re.compile(form, re.IGNORECASE), weight)
    for form, weight in (
        (r"discover more from (?P<name>.{2,60})", 3),
        (
            r"published in (?P<name>(?-i:[A-Z])[\w .'’&-]{2,40}?),? (?:on )?(?:\w+ \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)? \w+),? (?:19|20)\d\d\.?",
            3,
        ),
        (r"the post .{3,300} (?:appeared first on|first appeared on|appeared on) (?P<name>.{2,80})", 3),
        (r".{3,200} (?:appeared first on|first appeared on) (?P<name>.{2,80})", 3),
        (
            r"(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:copyright\s*)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)?\d\d|present))?\s*[,.|]?\s*)?(?:by\s)?(?P<name>[A-Z][\w .&'’-]{2,50}?)(?:\s*(?:,|\.|\||-|–)?\s*(?:(?:19|20)\d\d.*|all rights.*|ltd.*|limited.*|pvt.*|inc.*|$))",
            2,
        ),
        (
            r"(?:follow|like|join|find) (?P<name>(?!us\b|our\b|me\b|him\b|her\b|them\b)[\w.'’ &-]{2,40}?)(?:'s|’s)? (?:on|in|at|via) (?:facebook|twitter|x|google news|whatsapp|telegram|instagram|youtube|linkedin|news).{0,80}",
            2,
        ),
        (r"(?:download|get|install) the (?P<name>[\w.'’ &-]{2,40}?)(?:'s|’s)? (?:mobile )?app\b.{0,80}", 1),
        (r"\W{0,4}for more\s*:\s*(?P<name>[\w.'’ &-]{2,40}?) (?:website|site)\b.{0,120}", 1),
        (
            r"(?:subscribe to|sign up for|sign up to) (?:the )?(?P<name>[A-Z][\w.'’ &-]{2,40}?)(?:'s|’s)? (?:newsletters?|youtube channel|channel|telegram.*|daily.*)",
            1,
        ),
        (r"add (?P<name>[\w.'’ &-]{2,40}) as (?:a )?(?:preferred|trusted) source.*", 2),
    )
)


#: The second word of "HarborLedger" is in capitals too.
_CAMEL = re.compile(r"[A-Za-z]*[a-z](?P<last>[A-Z][a-z]+)")


def agency_name(words: str | None) -> str | None:
    """The name we keep for what is printed; of several the first known one."""
    if not words:
        return None
    whole = " ".join(words.split()).strip(" .")
    if whole.casefold() in AGENCIES:
        return AGENCIES[whole.casefold()]
    for part in re.split(r"\s*(?:/|,|\band\b|&|\+|\|)\s*", whole):
        if part.casefold() in AGENCIES:
            return AGENCIES[part.casefold()]
    found = re.match(rf"{AGENCY}(?!\w)", whole, re.IGNORECASE)
    return AGENCIES[found.group().casefold()] if found else None


def agency_line(line: str, *, bare: bool) -> str | None:
    """The agency that a whole line credits; `bare` allows the name alone, without dash or bracket."""
    if len(line) > 70:
        return None
    if dated := _AGENCY_DATED.fullmatch(line):
        return agency_name(dated["agency"])
    if bare and (unlisted := _UNLISTED_AGENCY.fullmatch(line)):
        return str(unlisted["short"] or unlisted["name"])
    found = _AGENCY_LINE.fullmatch(line) or (_AGENCY_BARE.fullmatch(line) if bare else None)
    return agency_name(found["agency"]) if found else None


def is_dated_agency(line: str) -> bool:
    return _AGENCY_DATED.fullmatch(line) is not None


def agency_inputs(line: str) -> str | None:
    found = _INPUTS_AGENCY.search(line)
    return agency_name(found["agency"]) if found else None


@dataclass(frozen=True, slots=True)
class Caption:
    caption: str
    credit: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands after a paragraph's last word: at `start`, by `rule`, naming `agency` or nobody."""

    start: int
    rule: str
    agency: str | None = None
    byline: str | None = None
    caption: Caption | None = None


def _caption_tail(text: str) -> re.Match[str] | None:
    """A name and a photo credit behind a paragraph; a caption of two sentences is all caption."""
    found = _CAPTION_TAIL.search(text, max(0, len(text) - _CAPTION_REACH))
    if found is None or found.start() < _CAPTION_AFTER:
        return None
    words = found["caption"].split()
    named = all(word[0].isupper() or word in ("of", "and", "the", "with", "de", "bin") for word in words)
    return found if named and len(words) <= _NAME_WORDS else None


def agency_before_furniture(text: str) -> tuple[int, int, str | None] | None:
    """ "… of importance. (ANI)Get our news by email": where the agency's mark is, and whose."""
    for found in _AGENCY_WITHIN.finditer(text):
        if len(text) - found.end() <= MAX_LINE and furniture(text[found.end() :].strip(), outside=True):
            return found.start(), found.end(), agency_name(found["agency"])
    return None


_AGENCY_DATED_TAIL = re.compile(rf"(?<=[.!?”\"’'])\s*{_AGENCY_DATED.pattern}$", re.IGNORECASE)


def ending(text: str) -> Ending | None:
    tail_from = max(0, len(text) - 80)
    tail = text[tail_from:]
    if found := _STAFF_TAIL.search(text, max(0, len(text) - _STAFF_REACH)):
        return Ending(found.start(), "agency-inputs")
    if found := _INPUTS_TAIL.search(tail):
        return Ending(tail_from + found.start(), "agency-inputs", agency_name(found["agency"]))
    if found := _AGENCY_TAIL.search(tail):
        return Ending(
            tail_from + found.start(), "agency-credit", agency_name(found["bracketed"] or found["dashed"])
        )
    if found := _AGENCY_DATED_TAIL.search(tail):
        return Ending(tail_from + found.start(), "agency-credit", agency_name(found["agency"]))
    if found := _END_TAIL.search(tail):
        return Ending(tail_from + found.start(), "end-mark")
    if (found := _INITIALED_TAIL.search(tail)) and found["agency"].casefold() in AGENCIES:
        return Ending(tail_from + found.start(), "agency-credit", agency_name(found["agency"]))
    if found := _DESK_TAIL.search(tail):
        return Ending(tail_from + found.start(), "byline", byline=found["name"])
    if found := _caption_tail(text):
        shown = Caption(found["caption"], (found["credit"] or "").strip(" :/|-") or None)
        return Ending(found.start(), "caption", caption=shown)
    if found := _BYLINE_TAIL.search(tail):
        return Ending(tail_from + found.start(), "byline", byline=found["name"])
    return None


def caption(line: str) -> Caption | None:
    """A picture's caption with its credit; None for a line that carries no photo credit."""
    if len(line) > 600 or not _may_be_caption(line) or _caption_tail(line) is not None:
        return None
    if labeled := _LABELED.fullmatch(line):
        inner = caption(labeled["rest"])
        words = labeled["rest"]
        if inner:
            return inner
        if len(words.split()) > 5:
            return Caption(words, None)
        return None
    for form in _CAPTION_FORMS:
        found = form.fullmatch(line)
        if found is None:
            continue
        words, credit = found["caption"].strip(" |-–—"), (found["credit"] or "").strip(" .|:")
        if len(words.split()) < 2 or len(credit.split()) > 9 or _is_date(words):
            continue
        if credit.startswith("(") and credit.find(")") == len(credit) - 1:
            credit = credit[1:-1]
        if re.fullmatch(_PHOTO_WORDS, credit, re.IGNORECASE) and "file" not in credit.casefold():
            credit = ""
        return Caption(words, credit or None)
    return None


def _may_be_caption(line: str) -> bool:
    lowered = line.lower()
    return any(cue in lowered for cue in _CAPTION_CUES) or _MARKED_AGENCY.search(line) is not None


def _is_date(words: str) -> bool:
    """A day before a credit is the foot of a teaser, not a caption."""
    day = next(find_stamps(words), None)
    return day is not None and not re.search(r"[^\W\d_]", words[: day.start] + words[day.end :])


def caption_by_place(line: str) -> Caption | None:
    """A caption that only its place beside the headline or its form in the body gives away.

    "The adviser speaks in the capital. Press Wing" is a sentence with a name behind it;
    "Foreign Minister A. Name (Agency)" is a name with an agency behind it.
    """
    if len(line) > 420:
        return None
    if found := _SHOT.fullmatch(line):
        return Caption(found["caption"].strip(), (found["credit"] or found["slashed"]).strip())
    found = _NAMED_AFTER.fullmatch(line) or _AGENCY_AFTER.fullmatch(line)
    return Caption(found["caption"].strip(), found["credit"].strip()) if found else None


def pictured(line: str) -> Caption | None:
    """A caption that a position gives away ("(left)"), with what stands in brackets behind it."""
    if not shows_picture(line):
        return None
    found = re.fullmatch(r"(?P<caption>.{10,}[.!?])\s*\((?P<credit>[^()]{2,60})\)\.?", line)
    return Caption(found["caption"], found["credit"].strip()) if found else Caption(line, None)


def is_shot(line: str) -> bool:
    """ "The minister arrives at … on June 9. (Agency)": one sentence in the present tense with an agency behind it."""
    return len(line) < 420 and _SHOT.fullmatch(line) is not None


def credit_only(line: str) -> str | None:
    """The name in a line that is a photo credit without a caption ("" when it names nobody)."""
    if len(line) > 110:
        return None
    if bracketed := _SOURCE_OF_PICTURE.fullmatch(line):
        return bracketed["credit"].strip()
    found = _CREDIT_ONLY.fullmatch(line)
    if found is None:
        return None
    return (found["credit"] or found["agency"] or found["owner"] or "").strip(" :/-")


def shows_picture(line: str) -> bool:
    """A caption without credit gives itself away: "(R)", "poses with", "in this file photo"."""
    return len(line) < 400 and _POSITION_CUE.search(line) is not None


def byline(line: str) -> str | None:
    if len(line) > 130:
        return None
    for form in _BYLINE_FORMS:
        found = form.fullmatch(line)
        if found and _is_author(found["name"]):
            return _POSTED_AT.sub("", found["name"]).strip(" ,.|-")
    return None


def _is_author(name: str) -> bool:
    words = name.split()
    if len(words) > 10:
        return False
    lower = sum(
        word[0].islower()
        for word in words
        if word.casefold()
        not in {
            "and",
            "in",
            "for",
            "al",
            "bin",
            "de",
            "van",
            "von",
            "the",
            "of",
            "correspondent",
            "desk",
            "reporter",
            "with",
        }
    )
    return lower <= 1 and not name.endswith(("?", "!")) and not (name.endswith(".") and len(words[-1]) > 4)


def run_in_byline(text: str) -> re.Match[str] | None:
    """ "Staff Correspondent: " before the first words of a story."""
    return _RUN_IN_BYLINE.match(text)


def person_name(line: str) -> bool:
    """Two to four capitalized words and nothing else."""
    if len(line) >= 60 or _PERSON.fullmatch(line) is None:
        return False
    return line.isupper() or not any(
        len(word) > 1 and word.isalpha() and word.isupper() for word in line.split()
    )


def origin(line: str) -> str | None:
    """The publisher that a reprint credits."""
    if len(line) > 220 or line.startswith("["):
        return None
    for form in _ORIGIN_FORMS:
        found = form.fullmatch(line)
        if found:
            name = _name(_AFTER_ORIGIN.sub("", found["name"]))
            if address := _ADDRESS.match(name):
                return address["host"]
            if name and len(name.split()) <= 8:
                return name
    return None


def is_host(name: str) -> bool:
    """A site's address, which a name would be better than."""
    return " " not in name and "." in name


def origin_lead(text: str) -> re.Match[str] | None:
    return _ORIGIN_LEAD.match(text)


def outlet_named(line: str) -> tuple[str, int] | None:
    """The site that a furniture line names, with how much that says about whose page it is."""
    if len(line) > 420:
        return None
    for form, weight in _OUTLET_FORMS:
        found = form.fullmatch(line)
        if found:
            name = _name(found["name"])
            if agency_name(name):
                return None
            if name and not name.isdigit() and 0 < len(name.split()) <= 6:
                return name, weight
    return None


def is_outlet(line: str) -> bool:
    """A short line in the form of an outlet's name: it has a word that papers and stations are called by."""
    words = line.split()
    if not 1 <= len(words) <= 5 or len(line) > 40 or line[-1:] in ".!?:," or not line[0].isalpha():
        return False
    if AGENCIES.get(line.casefold()) or ":" in line:
        return False
    if OUTLET_SHAPE.search(line):
        return True
    if (camel := _CAMEL.fullmatch(line)) and camel["last"].casefold() in OUTLET_WORDS:
        return True
    return (
        len(words) > 1
        and any(word.casefold().strip("'’.,") in OUTLET_WORDS for word in words)
        and (words[0][:1].isupper() or line.islower())
        and not any(
            word.casefold() in DESK_WORDS
            or word.casefold()
            in ("and", "next", "in", "to", "for", "update", "updates", "latest", "breaking")
            for word in words
        )
    )


def _name(words: str) -> str:
    return re.sub(
        r"^(?:the\s)?(?:website|site)\s", "", words.strip(" .|:;,“”\"'‘’()[]-–—»>*#"), flags=re.IGNORECASE
    ).strip()
