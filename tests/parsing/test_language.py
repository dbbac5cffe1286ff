"""A guess at the language, or none."""

from __future__ import annotations

import pytest

from articles.parsing.language import guess


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ministers of the two countries met in the capital and agreed to reopen the line.", "en"),
        ("Los ministros de los dos países se reunieron en la capital para abrir de nuevo la línea.", "es"),
        (
            "Die Minister der beiden Länder haben sich in der Hauptstadt getroffen und wollen die Linie öffnen.",
            "de",
        ),
        (
            "Para menteri dari kedua negara bertemu di ibu kota untuk membuka kembali jalur itu dengan segera.",
            "id",
        ),
        ("İki ülkenin bakanları başkentte bir araya geldi ve hattı yeniden açmak için anlaştı.", "tr"),
        ("दोनों देशों के मंत्रियों ने राजधानी में मुलाकात की और यह लाइन फिर से शुरू होगी।", "hi"),
        ("اسلام آباد: دونوں ممالک کے وزرائے خارجہ نے ملاقات کی اور تعاون بڑھانے پر اتفاق کیا۔", "ur"),
        ("پاکستان کی تجویز پر چین کے وزیر نے گفتگو کی اور سی پیک پر کام کی رفتار بڑھی۔", "ur"),
        ("وزیران خارجه ایران و پاکستان در تهران دیدار کردند و درباره گسترش روابط گفتگو کردند.", "fa"),
        ("اجتمع وزيرا خارجية البلدين في العاصمة واتفقا على إعادة فتح الخط البحري.", "ar"),
        ("Министры двух стран встретились в столице и договорились открыть линию.", "ru"),
        ("Міністри двох країн зустрілися у столиці та домовилися відкрити її.", "uk"),
        ("两国外长周五在首都举行会谈。", "zh"),
        ("両国の外相は金曜日に首都で会談した。", "ja"),
        ("சந்திப்பு தலைநகரில் நடைபெற்றது", "ta"),
    ],
)
def test_guess(text: str, code: str) -> None:
    assert guess(text) == code


@pytest.mark.parametrize("text", ["", "12345 --- 678", "Kim Lee Park", "xq zz vv"])
def test_nothing_certain(text: str) -> None:
    assert guess(text) is None
