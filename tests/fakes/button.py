"""A red button in memory: `press` presses it; what was taken is remembered."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports.alarm_button import Press
from tests.fakes.requests import AT, new_id


class FakeButton:
    """A press is told again by `again` until it was taken, as after a restart."""

    def __init__(self) -> None:
        self.presses: list[Press] = []
        self.took: list[str] = []
        self.there = True
        self._on_press: Callable[[Press], None] = lambda _press: None

    def start(self, on_press: Callable[[Press], None]) -> None:
        self._on_press = on_press

    def press(self, boot: str, pressed: float) -> Press:
        press = Press(new_id(), new_id(), boot, pressed, AT)
        self.presses.append(press)
        self._on_press(press)
        return press

    def again(self) -> None:
        for press in self.presses:
            if press.id not in self.took:
                self._on_press(press)

    def taken(self, press_id: str) -> None:
        self.took.append(press_id)

    def faults(self) -> tuple[str, ...]:
        return () if self.there else ("alarm_button",)

    def close(self) -> None:
        self._on_press = lambda _press: None
