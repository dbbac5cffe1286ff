"""Names of one dialogue meet, names of two do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing.dialogues import kind_of

PARTIES = ("Norway", "Peru")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Norway-Peru Foreign Office Consultations", "Foreign Secretary Level Bilateral Consultations"),
        ("annual FOC", "Foreign Office Consultation"),
        ("Joint Commission Meeting", "Peru-Norway Joint Commission"),
        ("Defence Policy Dialogue", "Defense Policy Dialogue"),
        ("Joint Working Group on Counter-Terrorism", "JWG on Counterterrorism"),
        ("Dialogue on Maritime Security", "Maritime Security Dialogue"),
        ("Ministerial 2+2 Dialogue", "2+2 Dialogue"),
        ("Inter-governmental Commission on Co-operation", "Intergovernmental Commission for Cooperation"),
    ],
)
def test_two_names_of_one_dialogue(one, other):
    assert kind_of(one, PARTIES) == kind_of(other, PARTIES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joint Trade Committee", "Joint Committee"),
        ("Foreign Policy and Security Dialogue", "Cyber Security Dialogue"),
        ("Strategic Dialogue", "Strategic Economic Dialogue"),
        ("Foreign Office Consultations", "Consular Consultations"),
        ("Joint Commission", "Joint Committee"),
        ("Joint Working Group on Fisheries", "Joint Working Group on Forests"),
    ],
)
def test_two_dialogues(one, other):
    assert kind_of(one, PARTIES) != kind_of(other, PARTIES)


@given(st.text(max_size=60))
def test_every_name_has_a_form_that_stays(name):
    form = kind_of(name)
    assert form or not any(char.isalnum() for char in name)
    assert kind_of(form) == kind_of(" ".join(reversed(form.split())))
