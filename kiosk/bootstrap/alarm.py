"""The alarm lane with its journal, connection and what it may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kiosk.adapters.journal import FileJournal
from kiosk.bootstrap.alarm_paths import alarm_paths, drill_paths, other_hubs
from kiosk.config import Settings
from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.request import Mode
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink
from kiosk.ports.ids import Ids
from kiosk.ports.tasks import Tasks
from kiosk.services.alarm import AlarmLane, AlarmOptions, Rules
from kiosk.services.alarm.button import RedButton
from kiosk.services.alarm.other_hubs import OtherHubs
from kiosk.services.alarm.paths import Paths
from kiosk.services.drilling import Drilling
from kiosk.services.presence import PresenceBoard
from kiosk.services.requests import Requests
from kiosk.supervisor import ButtonDevice

DRILL_JOURNAL = "drill.journal"


def alarm_lane(
    settings: Settings,
    link: Callable[[], HubLink],
    clock: Clock,
    tasks: Tasks,
    ids: Ids,
    requests: Requests,
    board: PresenceBoard,
    button: RedButton | None = None,
    owner: Callable[[], Owner] = lambda: GUEST,
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
        paths=Paths(alarm_paths(settings), waits={path.name: path.wait_seconds for path in settings.alarm.paths}),
        kiosk=settings.kiosk.name,
        place=settings.kiosk.place,
        hubs=OtherHubs(other_hubs(settings), ids),
        owner=owner,
    )
    if button is not None:
        options = replace(options, safe=button.taken)
    return AlarmLane(FileJournal(settings.kiosk.state_dir), link, clock, tasks, ids, options)


def drill_lane(settings: Settings, link: Callable[[], HubLink], clock: Clock, tasks: Tasks, ids: Ids) -> AlarmLane:
    """The lane of one exercise, beside the real one and without a part in common (docs/drills.md). Nothing of it is
    finished after a restart: its journal begins empty."""
    (settings.kiosk.state_dir / DRILL_JOURNAL).unlink(missing_ok=True)
    rules = Rules(
        countdown=float(settings.alarm.countdown_seconds),
        no_answer=float(settings.alarm.no_answer_seconds),
        escalate=float(settings.alarm.escalate_seconds),
    )
    waits = {path.name: path.wait_seconds for path in settings.alarm.paths}
    options = AlarmOptions(
        rules=rules,
        paths=Paths(drill_paths(settings), waits=waits),
        kiosk=settings.kiosk.name,
        place=settings.kiosk.place,
        mode=Mode.EXERCISE,
    )
    return AlarmLane(FileJournal(settings.kiosk.state_dir, name=DRILL_JOURNAL), link, clock, tasks, ids, options)


def listen(button: RedButton | None, lane: AlarmLane) -> None:
    """From now on the red button calls for help by itself, on its own thread: it waits for no screen."""
    if button is not None:
        button.start(partial(button.press, lane))


def hush_for_telephones(lane: AlarmLane, drilling: Drilling, pause: Callable[[bool], None]) -> None:
    """The kiosk is silent while a telephone talks in the room, an exercise's too, and may speak again after it."""

    def heard(_state: object = None) -> None:
        drill = drilling.on and drilling.lane.state.on_phone
        pause(lane.state.on_phone or drill)

    def drill_changed() -> None:
        if drilling.on:
            drilling.lane.watch(heard)
        heard()

    lane.watch(heard)
    drilling.watch(drill_changed)


def button_device(settings: Settings) -> ButtonDevice | None:
    """The red button that the settings name."""
    button = settings.alarm.button
    return ButtonDevice(str(button.device), button.kind, button.code, button.byte) if button.device else None
