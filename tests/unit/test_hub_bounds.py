"""Whatever a hub says, a screen can show it and a voice can say it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.adapters.hub.bounded import bounded, plain
from kiosk.domain.request import What
from tests.fakes.requests import by_hub, recorded

SAID = by_hub(recorded(), What.SAID, None, "王阿姨", text="马上来")


def facts(**given: Any) -> dict[str, Any]:
    return dict(bounded(replace(SAID, facts=given)).facts)


def test_what_a_hub_of_ours_says_stays_as_it_is() -> None:
    assert bounded(SAID) == SAID
    ride = {
        "plate": "沪A·D00000",
        "colour": "白色",
        "driver": "李师傅",
        "minutes": 4,
        "stand_at": "南门",
        "found": True,
    }
    assert facts(**ride) == ride
    assert facts(note={"code": "reply_lost"}) == {"note": {"code": "reply_lost"}}


def test_a_text_without_end_ends() -> None:
    assert len(facts(text="好" * 10_000)["text"]) == 500
    assert len(facts(plate="A" * 10_000)["plate"]) == 20
    assert facts(text="好" * 500)["text"] == "好" * 500


@pytest.mark.parametrize("sign", ["\n", "\x1b", "\u202e", "\u200b", "\x00", "\u2028"])
def test_signs_that_cannot_be_seen_are_gone(sign: str) -> None:
    assert facts(text=f"马上{sign}来") == {"text": "马上 来"}
    named = replace(SAID, by=replace(SAID.by, name=f"王{sign}阿姨"))
    assert bounded(named).by.name == "王 阿姨"


@pytest.mark.parametrize("value", [10**30, None, ["x" * 3000], {"a": {"b": "x" * 3000}}, object()])
def test_what_nobody_could_read_is_left_out(value: Any) -> None:
    assert facts(minutes=value) == {}


def test_a_cut_text_says_so() -> None:
    assert plain("一" * 81, 80).endswith("…")
    assert len(plain("一" * 81, 80)) == 80
