"""The alarm lane with its journal, connection and what it may ask."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.adapters.alarm_path import RelayPath, SmsPath
from kiosk.adapters.journal import FileJournal
from kiosk.config import Settings
from kiosk.ports.alarm_path import AlarmNote, AlarmPath
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink
from kiosk.ports.ids import Ids
from kiosk.ports.tasks import Tasks
from kiosk.services.alarm import AlarmLane, AlarmOptions, Rules
from kiosk.services.alarm.paths import Paths
from kiosk.services.presence import PresenceBoard
from kiosk.services.requests import Requests
from kiosk.text import SOURCE_LANGUAGE, Translator, msg


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
        paths=Paths(alarm_paths(settings)),
        kiosk=settings.kiosk.name,
        place=settings.kiosk.place,
    )
    return AlarmLane(FileJournal(settings.kiosk.state_dir), link, clock, tasks, ids, options)


def alarm_paths(settings: Settings) -> tuple[AlarmPath, ...]:
    """The ways beside the hub that the settings name, in their order."""
    return tuple(
        RelayPath(entry.name, entry.command)
        if entry.kind == "relay"
        else SmsPath(entry.name, entry.url, entry.to, _short_message, entry.token_file)
        for entry in settings.alarm.paths
    )


def _short_message(note: AlarmNote) -> str:
    """In the centre's own language: it is read by who is on duty."""
    at = f"{note.at.astimezone():%H:%M}" if note.at else ""
    words = msg("alarm.short_message", number=note.number, at=at, kiosk=note.kiosk, place=note.place)
    return " ".join(Translator(SOURCE_LANGUAGE)(words).split())
