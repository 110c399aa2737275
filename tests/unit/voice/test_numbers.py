"""Numbers as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.voice.numbers import cardinal, digits, scaled, two

_VALUE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACE = {"十": 10, "百": 100, "千": 1000}
_GROUP = {"万": 10**4, "亿": 10**8}


def back(words: str) -> int:
    """The number that the words mean."""
    total = group = digit = 0
    for char in words:
        if char in _VALUE:
            digit = _VALUE[char]
        elif char in _PLACE:
            group += (digit or 1) * _PLACE[char]
            digit = 0
        elif char == "亿":
            total = (total + group + digit) * _GROUP[char]
            group = digit = 0
        else:
            total += (group + digit) * _GROUP[char]
            group = digit = 0
    return total + group + digit


@given(st.integers(0, 10**12 - 1))
def test_a_cardinal_means_its_number(number: int) -> None:
    assert back(cardinal(str(number))) == number


@given(st.integers(0, 10**12 - 1))
def test_separators_change_nothing(number: int) -> None:
    assert cardinal(f"{number:,}") == cardinal(str(number))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "零"),
        ("10", "十"),
        ("12", "十二"),
        ("20", "二十"),
        ("105", "一百零五"),
        ("110", "一百一十"),
        ("200", "二百"),
        ("222", "二百二十二"),
        ("1001", "一千零一"),
        ("2000", "两千"),
        ("2018", "两千零一十八"),
        ("10086", "一万零八十六"),
        ("20000", "两万"),
        ("100010", "十万零一十"),
        ("110000", "十一万"),
        ("1234567", "一百二十三万四千五百六十七"),
        ("100002000", "一亿零二千"),
        ("1000000000000", "一万亿"),
        ("36.5", "三十六点五"),
        ("0.05", "零点零五"),
        ("5.", "五"),
    ],
)
def test_cardinals(number: str, words: str) -> None:
    assert cardinal(number) == words


def test_digits_one_by_one() -> None:
    assert digits("021") == "零二幺"
    assert digits("2016", yao=False) == "二零一六"
    assert digits("8K1") == "八K幺"
    assert digits("٣") == "三"


def test_a_number_nobody_counts_is_spelt() -> None:
    assert cardinal("1" * 21) == "幺" * 21


def test_two() -> None:
    assert (two("二"), two("十二"), scaled("2", "万")) == ("两", "十二", "两万")
