"""Between the red button and the lane: a press is safe only when the alarm that it became is."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.ports.alarm_button import AlarmButton, Press
from kiosk.services.alarm.lane import AlarmLane

SCREEN = "button"  # where the resident was, as the desk reads it


class RedButton:
    """See kiosk.ports.alarm_button. A press while another alarm is under way calls for that one: it is told again
    after a death until that one is on the disk, at the hub, or called off. Else a call that nothing had written yet
    would die together with the press that could have begun it anew.
    """

    def __init__(self, button: AlarmButton) -> None:
        self._button = button
        self._lock = threading.Lock()
        self._same: dict[str, list[str]] = {}  # presses, by the alarm that they called for

    def start(self, on_press: Callable[[Press], None]) -> None:
        self._button.start(on_press)

    def faults(self) -> tuple[str, ...]:
        return self._button.faults()

    def close(self) -> None:
        self._button.close()

    def taken(self, press_id: str) -> None:
        """The alarm of this id is safe, and so is every press that called for it."""
        with self._lock:
            same = self._same.pop(press_id, [])
        for one in (press_id, *same):
            self._button.taken(one)

    def press(self, lane: AlarmLane, press: Press) -> None:
        """Call for help. On the button's own thread: it waits for no screen."""
        alarm = lane.press(SCREEN, press)
        if alarm == press.id:
            return
        with self._lock:
            self._same.setdefault(alarm, []).append(press.id)
        state = lane.state
        if state.request_id != alarm or state.written or state.reached:
            self.taken(alarm)
