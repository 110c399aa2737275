"""A badge's code and what PIN will do."""

from __future__ import annotations

from random import Random

import pytest

from kiosk.domain import badge, card
from kiosk.domain.card import CardUnreadable


def test_a_badge_and_a_card_are_never_taken_for_each_other() -> None:
    made, other = badge.make(Random(1)), card.make(Random(1))
    assert badge.read(f" {made.lower()}\n") == made
    assert badge.is_badge(f" {made.lower()}\n")
    assert not badge.is_badge(other)
    for wrong in (other, made[:-1], made[:5] + ("A" if made[5] != "A" else "B") + made[6:], "", "x" * 10_000):
        with pytest.raises(CardUnreadable):
            badge.read(wrong)
    with pytest.raises(CardUnreadable):
        card.read(made)


@pytest.mark.parametrize(
    "pin", ["000000", "123456", "876543", "121212", "258258", "12345", "1234567", "12345a", "１２３４５６"]
)
def test_s6_a_pin_that_everybody_tries_first_will_not_do(pin: str) -> None:
    assert badge.is_easy(pin)


def test_any_other_pin_will_do() -> None:
    assert not badge.is_easy("280417")
