"""What keys may mean: initials are enough, nine keys are ambiguous, and nothing typed can break anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.typing.candidate import Candidate
from kiosk.content.typing.syllables import (
    BREAK,
    LONGEST,
    Spelling,
    clean,
    digits_of,
    fits,
    keys_used,
    match,
    syllables_of,
)
from kiosk.content.typing.terms import Terms

SAID = ("老龄补贴", "老人津贴", "打官司没钱", "装电梯", "电梯")
SPELLING = Spelling(SAID)


@pytest.mark.parametrize(
    ("typed", "characters"),
    [("llbt", 4), ("laolingbutie", 4), ("laolbt", 4), ("lao'ling", 2), ("l", 1), ("5528", 4), ("lao5'28", 4), ("lx", 0),
     ("llbtt", 0), ("", 0)],
)  # fmt: skip
def test_a_word_is_typed_by_syllables_or_their_beginnings(typed: str, characters: int) -> None:
    assert match(syllables_of("老龄补贴"), typed) == characters


def test_a_word_with_a_strange_character_has_no_syllables() -> None:
    assert syllables_of("A卡") == ()


def test_digits_stand_for_their_letters() -> None:
    assert fits("lao", "526")
    assert not fits("lao", "5266")
    assert digits_of("lao") == "526"


def test_names_of_policies_are_found_by_initials() -> None:
    terms = Terms(SAID)
    assert terms.find("llbt", 3) == (Candidate("老龄补贴", 4),)
    assert terms.find("dgs", 3) == (Candidate("打官司没钱", 3),)
    assert [one.text for one in terms.find("dt", 3)] == ["电梯"]
    assert terms.find("l", 3) == ()


def test_the_first_sound_is_offered_and_kept() -> None:
    assert {"lao", "kan", "l"} <= set(SPELLING.first("526"))
    assert SPELLING.first("lao") == ()
    fixed = SPELLING.fixed("52654", "lao")
    assert fixed == "lao'54"
    assert "ji" in SPELLING.first(fixed)
    assert SPELLING.fixed("526", "lao") == "lao"


def test_the_likeliest_reading_of_digits_comes_first() -> None:
    assert SPELLING.readings(digits_of("dianti"))[0] == "dian'ti"
    assert SPELLING.readings("lao'54")[0].startswith("lao'")
    assert SPELLING.readings("1") == ()


def test_used_keys_are_counted_through_breaks() -> None:
    assert keys_used("lao'54", 3) == 4
    assert keys_used("lao'54", 5) == 6
    assert keys_used("526", 2) == 2


@given(st.text(max_size=200))
def test_anything_may_be_typed(text: str) -> None:
    typed = clean(text)
    assert len(typed) <= LONGEST
    assert set(typed) <= set("abcdefghijklmnopqrstuvwxyz23456789'")
    for reading in SPELLING.readings(typed[:24]):
        assert not set(reading) & set("23456789")
    assert all(sound for sound in SPELLING.first(typed))


@given(st.text(alphabet="23456789", min_size=1, max_size=12))
def test_a_reading_has_a_letter_for_every_digit(digits: str) -> None:
    for reading in SPELLING.readings(digits):
        assert digits_of(reading.replace(BREAK, "")) == digits
