"""Calling for help: the alarm lane and what can be seen of it."""

from kiosk.services.alarm.lane import AlarmLane
from kiosk.services.alarm.options import AlarmOptions
from kiosk.services.alarm.state import IDLE, AlarmPhase, AlarmState, Rules

__all__ = ["IDLE", "AlarmLane", "AlarmOptions", "AlarmPhase", "AlarmState", "Rules"]
