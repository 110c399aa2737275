"""What the voice is given: tones that change, pauses, letters, pace."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.voice.pace import words_per_minute
from kiosk.voice.reading import read
from kiosk.voice.speech import spoken


@pytest.mark.parametrize(
    ("reading", "line"),
    [
        ("一个人", "yi2 ge4 ren2"),
        ("一起", "yi4 qi3"),
        ("第一", "di4 yi1"),
        ("十一月一日", "shi2 yi1 yue4 yi1 ri4"),
        ("医生", "yi1 sheng1"),
        ("不是", "bu2 shi4"),
        ("不好", "bu4 hao3"),
        ("好，好。好", "hao3, hao3. hao3"),
        ("，好", "hao3"),
    ],
)
def test_sandhi_and_pauses(reading: str, line: str) -> None:
    assert spoken(reading) == line


def test_letters_are_spelt_and_known_words_are_said() -> None:
    assert spoken("CT") == "xi1 ti4"
    assert spoken("Wi-Fi") == "wai1 fai1"


@given(st.text(max_size=100))
def test_the_voice_is_given_nothing_but_syllables_and_pauses(text: str) -> None:
    assert re.fullmatch(r"(?:[a-zê]+[1-5][,.]?(?: |$))*", spoken(read(text)))


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_faster_is_never_slower(a: int, b: int) -> None:
    slow, fast = sorted((a, b))
    assert 80 <= words_per_minute(slow) <= words_per_minute(fast) <= 220
