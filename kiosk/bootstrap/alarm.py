"""The alarm lane with its journal, connection and what it may ask."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.adapters.journal import FileJournal
from kiosk.config import Settings
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink
from kiosk.ports.ids import Ids
from kiosk.ports.tasks import Tasks
from kiosk.services.alarm import AlarmLane, AlarmOptions, Rules
from kiosk.services.presence import PresenceBoard
from kiosk.services.requests import Requests


def alarm_lane(
    settings: Settings,
    link: Callable[[], HubLink],
    clock: Clock,
    tasks: Tasks,
    ids: Ids,
    requests: Requests,
    board: PresenceBoard,
) -> AlarmLane:
    """Ready to be started, before the first screen."""
    rules = Rules(
        countdown=float(settings.alarm.countdown_seconds),
        no_answer=float(settings.alarm.no_answer_seconds),
        escalate=float(settings.alarm.escalate_seconds),
    )
    options = AlarmOptions(
        rules=rules,
        number=requests.free_number,
        listening=lambda: board.current.listening,
        mirror=requests.mirror,
    )
    return AlarmLane(FileJournal(settings.kiosk.state_dir), link, clock, tasks, ids, options)
