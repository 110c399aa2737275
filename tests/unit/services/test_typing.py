"""Words for what was typed: our own first, then the dictionary's; without any, letters go on."""

from __future__ import annotations

import pytest

from kiosk.services.typing import Offer, Typing
from tests.fakes.candidates import MemoryCandidates
from tests.fakes.tasks import ManualTasks

NAMES = (("老龄补贴", "打官司没钱"), ("电梯坏了", "怎么申请"))


def _never(error: Exception) -> None:
    raise error


def offer(typed: str, *, missing: bool = False, tasks: ManualTasks | None = None) -> Offer:
    tasks = tasks or ManualTasks()
    found: list[Offer] = []
    typing = Typing(MemoryCandidates(missing=missing), lambda: NAMES, tasks)
    typing.find(typed, found.append, _never)
    tasks.run()
    return found[0]


def words(typed: str, *, missing: bool = False) -> list[str]:
    return [one.text for one in offer(typed, missing=missing).words]


def test_names_of_policies_come_before_the_dictionary() -> None:
    assert words("llbt")[0] == "老龄补贴"
    assert words("ll")[0] == "老龄补贴"
    assert "老龄" in words("ll")


def test_a_saying_comes_first_only_when_it_is_told_apart() -> None:
    assert words("dt")[0] == "电梯"
    assert words("dthl")[0] == "电梯坏了"


def test_without_the_dictionary_our_own_words_are_still_there() -> None:
    assert words("llbt", missing=True) == ["老龄补贴"]
    assert words("hongshaorou", missing=True) == []


def test_nine_keys_offer_sounds_and_words_of_every_reading() -> None:
    found = offer("526")
    assert "lao" in found.sounds
    assert "老" in [one.text for one in found.words]
    assert all(one.used <= 3 for one in found.words)


def test_letters_have_no_sounds_to_choose() -> None:
    assert offer("lao").sounds == ()


def test_it_is_never_done_on_the_screens_own_thread() -> None:
    tasks = ManualTasks()
    found: list[Offer] = []
    Typing(MemoryCandidates(), lambda: NAMES, tasks).find("lao", found.append, _never)
    assert found == []
    tasks.run()
    assert found[0].typed == "lao"


@pytest.mark.parametrize("typed", ["", "😀", "'; DROP TABLE", "。。。", "V" * 10_000, "'''", "1100"])
def test_nonsense_finds_little_and_breaks_nothing(typed: str) -> None:
    assert len(offer(typed).words) <= 24
