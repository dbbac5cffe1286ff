"""Which language a text is in, from its script and its commonest small words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

#: Scripts that (nearly) one language of the news is written in.
_SCRIPTS = {
    "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te",
    "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa", "ORIYA": "or", "SINHALA": "si",
    "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "TIBETAN": "bo", "GEORGIAN": "ka",
    "ARMENIAN": "hy", "HEBREW": "he", "GREEK": "el", "ETHIOPIC": "am", "CJK": "zh", "DEVANAGARI": "hi",
    "ARABIC": "ar", "CYRILLIC": "ru",
}  # fmt: skip
#: Urdu has the letters of Persian, too; where none of its own stand, the first of equals is told.
_LETTERS_OF = (
    ("ARABIC", "fa", "پچژگی"),
    ("ARABIC", "ur", "پچژگیٹڈڑںےہھ"),
    ("CYRILLIC", "uk", "іїєґ"),
    ("CYRILLIC", "kk", "әғқңөұүһ"),
    ("CYRILLIC", "sr", "ђјљњћџ"),
)
_NEPALI = re.compile(r"(?:^|\s)(?:छ|छन्|गरेको|भएको|र|पनि|नेपाल)(?=\s|[।,])")
_HINDI = re.compile(r"(?:^|\s)(?:है|हैं|के|की|में|और|ने)(?=\s|[।,])")
_WORDS = {
    "en": "the of and to in that is for on with was by said has from at as it be",
    "fr": "le la les des et du une est que dans pour qui sur avec au par pas plus",
    "es": "el la los las de que y en un una por con para del se al como su",
    "pt": "o os as de que e em um uma por com para do da se ao não mais dos",
    "de": "der die das und den von zu mit ist im für auf dem des ein eine nicht",
    "it": "il lo gli di che e in un una per con del della si al è non dei",
    "nl": "de het een van en in dat is op te voor met zijn niet aan door",
    "id": "yang dan di ke dari untuk dengan pada ini itu dalam tidak akan oleh",
    "ms": "yang dan di ke dari untuk dengan pada ini itu dalam tidak akan oleh beliau kerana kata bahawa",
    "tr": "ve bir bu için ile olarak da de ne çok daha olan gibi göre",
    "vi": "và của các là cho trong với được không những một người này",
    "tl": "ang ng sa mga na at ay ni para kay ito nang hindi",
    "sw": "ya wa na kwa ni katika la za kuwa hii cha vya kwamba",
    "so": "ee oo ku ka iyo ay in uu waxa la soo",
    "pl": "i w na z do się jest że nie o to od przez dla oraz",
    "ro": "și de în la cu pe că un o a din pentru care nu",
    "sv": "och i att det som en på är av för med den till inte",
    "az": "və bir bu ilə üçün olan da də ki edib",
    "uz": "va bilan uchun bu ham bir ushbu deb",
}
_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
#: Small words make up a third of running prose; a tenth is enough to tell, less is a list of names.
_MIN_SHARE = 0.1
#: The first paragraphs tell as much as the whole.
_SAMPLE, _LETTERS = 5_000, 1_000
_MIN_HITS = 3


def guess(text: str) -> str | None:
    """ISO 639-1 code, or None where nothing is certain enough."""
    sample = text[:_SAMPLE]
    if not sample.isascii():
        scripts = Counter(map(_script, filter(str.isalpha, sample[:_LETTERS])))
        if not scripts:
            return None
        if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.05 * scripts.total():
            return "ja"
        script, count = scripts.most_common(1)[0]
        if count < 0.4 * scripts.total():
            return None
        if script != "LATIN":
            return _within_script(script, sample)
    words = Counter(re.findall(r"[^\W\d_]+", sample.casefold()))
    hits = {code: sum(words[word] for word in known & words.keys()) for code, known in _SETS.items()}
    best = max(hits, key=lambda code: hits[code])
    if hits[best] < _MIN_HITS or hits[best] < _MIN_SHARE * words.total():
        return None
    return best


def _within_script(script: str, sample: str) -> str | None:
    if script == "DEVANAGARI":
        return "ne" if len(_NEPALI.findall(sample)) > len(_HINDI.findall(sample)) else "hi"
    votes = {
        code: sum(sample.count(letter) for letter in letters)
        for name, code, letters in _LETTERS_OF
        if name == script
    }
    if votes:
        code = max(votes, key=lambda name: votes[name])
        if votes[code] > 0.01 * len(sample):
            return code
    return _SCRIPTS.get(script)


def _script(character: str) -> str:
    if character < "\u0250":
        return "LATIN"
    return unicodedata.name(character, "OTHER").split()[0].split("-")[0]
