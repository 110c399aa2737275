"""The alarm lane with its journal, connection and what it may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.adapters.alarm_path import RelayPath, SmsPath
from kiosk.adapters.journal import FileJournal
from kiosk.config import Settings
from kiosk.ports.alarm_button import AlarmButton, Press
from kiosk.ports.alarm_path import AlarmNote, AlarmPath
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink
from kiosk.ports.ids import Ids
from kiosk.ports.tasks import Tasks
from kiosk.services.alarm import AlarmLane, AlarmOptions, Rules
from kiosk.services.alarm.paths import Paths
from kiosk.services.presence import PresenceBoard
from kiosk.services.requests import Requests
from kiosk.supervisor import ButtonDevice
from kiosk.text import SOURCE_LANGUAGE, Translator, msg

BUTTON = "button"  # where the resident was, as the desk reads it


def alarm_lane(
    settings: Settings,
    link: Callable[[], HubLink],
    clock: Clock,
    tasks: Tasks,
    ids: Ids,
    requests: Requests,
    board: PresenceBoard,
    button: AlarmButton | None = None,
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
    if button is not None:
        options = replace(options, safe=button.taken)
    return AlarmLane(FileJournal(settings.kiosk.state_dir), link, clock, tasks, ids, options)


def listen(button: AlarmButton | None, lane: AlarmLane) -> None:
    """From now on the red button calls for help by itself, on its own thread: it waits for no screen."""

    def pressed(press: Press) -> None:
        if lane.press(BUTTON, press) != press.id:
            button.taken(press.id)  # type: ignore[union-attr]  # it is the one that was pressed

    if button is not None:
        button.start(pressed)


def button_device(settings: Settings) -> ButtonDevice | None:
    """The red button that the settings name."""
    button = settings.alarm.button
    return ButtonDevice(str(button.device), button.kind, button.code, button.byte) if button.device else None


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
