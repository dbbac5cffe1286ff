"""Text of every script is found by what its readers type, whole and in part, alone and mixed."""

from __future__ import annotations

from typing import Any

import pytest
from haystack.inputs import Raw

from .conftest import pks

NOTES = {
    1: "हमारे मंत्री ने जहाज़ बनाने के नए समझौते पर हस्ताक्षर किए।",
    2: "নদীর পানি নিয়ে দুই দেশের আলোচনা আবার শুরু হয়েছে।",
    3: "وزیر خارجہ نے تجارت بڑھانے پر زور دیا۔",
    4: "وقّعت الوزارة اتفاقيّة التعاون البحري أمس.",
    5: "두 나라는 조선산업에서 손을 잡기로 했다.",
    6: "両国の首相は来週、京都で経済安全保障を話し合う。ｻﾐｯﾄは三日間。",
    7: "两国将在北京讨论造船合作，水是主要议题。",
    8: "Yoon-joo of the India–ROK panel filed form W-2 about O’Hara's café in Łódź.",
    9: "தமிழ்நாடு துறைமுகம் புதிய கப்பல்களை வரவேற்றது.",
    10: "นายกรัฐมนตรีเยือนกรุงเทพ",
    11: "The K팝 festival and the ＡＰＥＣ talks, 第３回 in Việt Nam and São Tomé",
    12: "Встреча министров прошла в Москве; Ёлкин остался.",
}


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("समझौते", [1]),
        ("जहाज़ मंत्री", [1]),
        ('"नए समझौते"', [1]),
        ("समझ*", [1]),
        ("समझ", []),
        ("আলোচনা", [2]),
        ('"দুই দেশের"', [2]),
        ("নদী*", [2]),
        ("تجارت", [3]),
        ('"وزیر خارجہ"', [3]),
        ("وقعت", [4]),
        ("اتفاقية", [4]),
        ("التعاون البحري", [4]),
        ("조선", [5]),
        ("산업", [5]),
        ("조선산업", [5]),
        ("나라", [5]),
        ("선조", []),
        ("京都", [6]),
        ("都京", []),
        ("経済安全保障", [6]),
        ("安全", [6]),
        ("サミット", [6]),
        ("ｻﾐｯﾄ", [6]),
        ("首", [6]),
        ("北京", [7]),
        ("造船合作", [7]),
        ('"讨论造船"', [7]),
        ('"合作讨论"', []),
        ("水", [7]),
        ("船", [7]),
        ("Yoon-joo", [8]),
        ("Yoonjoo", [8]),
        ("yoon joo", [8]),
        ("joo", [8]),
        ("India-ROK", [8]),
        ("indiarok", [8]),
        ("rok", [8]),
        ("W-2", [8]),
        ("W2", [8]),
        ("O'Hara", [8]),
        ("ohara", [8]),
        ("cafe lodz", [8]),
        ("caf\u00e9", [8]),
        ("cafe\u0301", [8]),
        ("கப்பல்களை", [9]),
        ("துறைமுகம்", [9]),
        ("กรุงเทพ", [10]),
        ("K팝", [11]),
        ("팝", [11]),
        ("apec", [11]),
        ("viet sao tome", [11]),
        ("第3回", [11]),
        ("министров", [12]),
        ("елкин", [12]),
        ("встреча OR 조선", [5, 12]),
        ("京都 OR समझौते OR تجارت", [1, 3, 6]),
    ],
)
def test_it_is_found_by_what_its_readers_type(found: Any, write: Any, typed: str, notes: list[int]) -> None:
    write(*({"body": text} for text in NOTES.values()))
    assert sorted(pks(found.filter(content=Raw(typed)))) == notes


@pytest.mark.parametrize("number", NOTES)
def test_every_word_of_a_text_finds_it(found: Any, write: Any, number: int) -> None:
    write(*({"body": text} for text in NOTES.values()))
    for word in NOTES[number].split():
        if any(char.isalnum() for char in word):
            assert number in pks(found.filter(content=Raw(f'"{word}"'))), word


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("ships", [1, 2]),
        ("ship", [1, 2]),
        ('"ships"', [1]),
        ('"ship"', [2]),
        ('"Ships" sail', [1]),
        ('"two ship"', [1]),
    ],
)
def test_a_word_in_quotation_marks_is_meant_as_it_is_written(
    found: Any, write: Any, typed: str, notes: list[int]
) -> None:
    write({"body": "Two ships set sail"}, {"body": "A ship came back"})
    assert sorted(pks(found.filter(content=Raw(typed)))) == notes
