"""Names that are read wrongly elsewhere, each beside the sentence in which it is the country after all."""

from __future__ import annotations

import pytest

from articles.extraction.gazetteer import find_countries


@pytest.mark.parametrize(
    ("trap", "expected"),
    [
        ("Voters in Georgia and Alabama went to the polls.", "US US"),
        ("Georgia's parliament met in Tbilisi.", "GE GE"),
        ("Ministers of Armenia, Georgia and Turkey met.", "AM GE TR"),
        ("The defender Jordan Weller scored twice, and Jordan left early.", ""),
        ("Jordan's farms need water, the king of Jordan said.", "JO JO"),
        ("Chad Moreno played the drums.", ""),
        ("Chad's army fought rebels near N'Djamena.", "TD TD"),
        ("A guinea pig ran off.", ""),
        ("Equatorial Guinea, Papua New Guinea and Guinea-Bissau voted; Guinea did not.", "GQ PG GW GN"),
        ("Tension on the Korean Peninsula rose.", ""),
        ("Korean officials flew home.", "KR"),
        ("A storm formed in the Gulf of Mexico.", ""),
        ("Mexico shut its oil wells.", "MX"),
        ("The Paris pact, the Paris climate deal and the Paris accord were praised.", ""),
        ("Paris agreed to pay.", "FR"),
        ("Foreign Minister Ishaq Dar flew home, and Dar told reporters he was glad.", ""),
        ("Air India and British Airways cut flights.", "IN GB"),
        ("Deutsche Bank rose.", ""),
        ("Korea Electric Power fell.", "KR"),
        ("The Australian dollar, the Swiss franc and the Danish crown rose.", ""),
        ("Australian farms and Swiss banks grew.", "AU CH"),
        ("They ate turkey and used fine china.", ""),
        ("Turkey and China agreed.", "TR CN"),
        ("The junta of Niger warned Nigeria.", "NE NG"),
        ("The Niger Delta was flooded.", "NG"),
        ("The Democratic Republic of Congo and the Republic of Congo agreed.", "CD CG"),
        ("Northern Ireland voted while Ireland watched.", "GB IE"),
        ("Lawmakers met in Albany.", "US"),
        ("Albanian lawmakers met.", "AL"),
        ('The price was "-" in the table, and the ambassador left.', ""),
        ("Lebanon, Pennsylvania, and Athens, Georgia, are quiet.", "US US US US"),
        ("Lebanon and Athens are quiet.", "LB GR"),
        ("Moscow, Idaho, is a town.", "US US"),
        ("They live in Peru, Indiana.", "US US"),
        ("Peru and Ecuador agreed.", "PE EC"),
        ("The woman thanked Romania.", "RO"),
        ("Foreign Minister Israel Katz resigned.", ""),
        ("Israel closed the crossing.", "IL"),
        ("He drew in India ink, wore a Panama hat and ate a Brazil nut with French fries.", ""),
        ("The Sweden Democrats lost seats.", "SE"),
        ("The Indian Ocean, the South China Sea and the Sea of Japan are wide.", ""),
        ("East Timor joined, and Timor-Leste celebrated.", "TL TL"),
        ("The Republic of China held drills.", "TW"),
        ("The People's Republic of China held drills.", "CN"),
        ("The Holy See and the Vatican agreed.", "VA VA"),
        ("Kosovo and Palestinian officials met.", "XK PS"),
        ("The European Union agreed.", ""),
        ("England, Scotland and Wales will play Holland.", "GB GB GB NL"),
        ("Ivory Coast and Côte d'Ivoire, Swaziland and Eswatini", "CI CI SZ SZ"),
        ("Macedonia and North Macedonia, Burma and Myanmar", "MK MK MM MM"),
        ("Türkiye, Turkey and the Turkish Cypriots", "TR TR TR CY"),
        ("Latin American and North American leaders came.", ""),
        ("The Bank of Japan sold yen.", "JP"),
        ("The USSR, East Germany and Czechoslovakia signed.", "SU DD CS"),
        ("New Jersey and Jersey City are not Jersey.", "US US"),
        ("New Mexico is no part of Mexico City.", "US MX"),
        ("Kuwait City and Guatemala City are capitals.", "KW GT"),
    ],
)
def test_a_name_is_read_for_what_it_says(trap: str, expected: str) -> None:
    assert [hit.code for hit in find_countries(trap)] == expected.split()
