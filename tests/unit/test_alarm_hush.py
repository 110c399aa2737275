"""The kiosk is silent while a telephone talks in the room: a real call's, and an exercise's until that ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from kiosk.bootstrap.alarm import hush_for_telephones
from kiosk.ports.clock import Cancel
from tests.fakes.screens import FakeLane, Listeners


@dataclass
class FakeDrilling:
    lane: FakeLane = field(default_factory=FakeLane)
    on: bool = False
    listeners: Listeners = field(default_factory=Listeners)

    def watch(self, listener: Callable[[], None]) -> Cancel:
        return self.listeners.add(listener)

    def turn(self, *, on: bool) -> None:
        self.on = on
        self.listeners.tell()


def test_a_telephone_silences_the_kiosk_until_it_is_over() -> None:
    lane, drilling, heard = FakeLane(), FakeDrilling(), cast(list[bool], [])
    hush_for_telephones(cast(Any, lane), cast(Any, drilling), heard.append)
    lane.turn(on_phone=True)
    assert heard[-1] is True
    lane.turn(by="王阿姨")
    assert heard[-1] is True
    lane.turn(on_phone=False)
    assert heard[-1] is False


def test_an_exercise_that_ends_in_the_middle_of_its_call_leaves_no_silence_behind() -> None:
    lane, drilling, heard = FakeLane(), FakeDrilling(), cast(list[bool], [])
    hush_for_telephones(cast(Any, lane), cast(Any, drilling), heard.append)
    drilling.turn(on=True)
    drilling.lane.turn(on_phone=True)
    assert heard[-1] is True
    drilling.turn(on=False)
    assert heard[-1] is False
