"""身份证, 社保卡, 随申码: told apart, and nothing of them goes on but a fingerprint."""

from __future__ import annotations

import pytest

from kiosk.domain.card import CardUnreadable
from kiosk.domain.other_card import fingerprint, is_fingerprint

IDENTITY = "000000190001010009"  # nobody's: there is no district 000000


def test_a_fingerprint_is_the_same_for_the_same_card_and_says_nothing_of_it() -> None:
    read = fingerprint(IDENTITY)
    assert is_fingerprint(read)
    assert IDENTITY not in read
    assert fingerprint(read) == read
    assert fingerprint(f" {IDENTITY}\r\n") == read


@pytest.mark.parametrize(
    "sent",
    [
        f"张三|女|19000101|东街 1 号|{IDENTITY}|20200101",  # what a reader of 身份证 may send
        f"A00000000,{IDENTITY}",  # 社保卡: its own number, and the 社会保障号码
        "０００００0190001010009",
    ],
)
def test_among_whatever_else_a_reader_sends_only_the_citizens_number_counts(sent: str) -> None:
    assert fingerprint(sent) == fingerprint(IDENTITY)


def test_an_x_in_the_number_may_be_small() -> None:
    number = next(n for n in (f"0000001900010100{i}X" for i in range(10)) if fingerprint(n) == fingerprint(n.lower()))
    assert number.endswith("X")


@pytest.mark.parametrize(
    "other",
    [
        "000000190001010008",  # a digit is wrong
        "000000190013010009",  # no such month
        f"{IDENTITY} 000000190001010017",  # two people's
    ],
)
def test_what_is_no_number_counts_letter_by_letter(other: str) -> None:
    assert is_fingerprint(fingerprint(other))
    assert fingerprint(other) != fingerprint(IDENTITY)


@pytest.mark.parametrize(
    "noise",
    ["", "123456789012", "13800000000", "SK1-0000-0000-0000-0000-00", "skb-0000-0000-0000-0000-00", "x" * 201,
     "0123456789abc\0"],
)  # fmt: skip
def test_our_own_cards_what_is_typed_and_noise_are_none(noise: str) -> None:
    with pytest.raises(CardUnreadable):
        fingerprint(noise)
