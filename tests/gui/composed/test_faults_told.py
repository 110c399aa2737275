"""What is wrong inside reaches the desk with the next heartbeat."""

from __future__ import annotations

import pytest

from kiosk.services.alarm.lane import AlarmLane
from tests.gui.composed.conftest import Composed


def test_r2_an_alarm_that_cannot_be_written_down_is_told(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert composed_kiosk.kiosk._faults() == ()
    monkeypatch.setattr(AlarmLane, "faults", lambda _lane: ("alarm_journal",))
    assert composed_kiosk.kiosk._faults() == ("alarm_journal",)
