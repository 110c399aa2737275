"""What the alarm lane may ask, and how it is set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.request import Mode, Request
from kiosk.services.alarm.other_hubs import OtherHubs
from kiosk.services.alarm.paths import Paths
from kiosk.services.alarm.state import Rules


def _nobody_can_say() -> int | None:
    return None


def _no_number() -> int:
    return 0


def _not_mirrored(_request: Request) -> None: ...


def _nobody_known() -> Owner:
    return GUEST


def _nobody_asks(_alarm_id: str) -> None: ...


@dataclass(frozen=True)
class AlarmOptions:
    """What the lane may ask while it is pressed, all answered at once from memory, on the main thread.

    `number`: a free waiting number. `listening`: armed desks as last told. `mirror`: keep the call among the requests.
    `paths` are the ways beside the hub, for calls of this lane's `mode` alone; `kiosk` and `place` tell them which
    kiosk this is, and where. `safe` hears, on any thread and perhaps often, the id of each alarm that is on the disk,
    at the hub, or over. `mode` exercise: this lane is a drill's. `owner`: whose card is open at this moment, asked on
    any thread, so it must be one value.
    """

    rules: Rules = field(default_factory=Rules)
    number: Callable[[], int] = _no_number
    listening: Callable[[], int | None] = _nobody_can_say
    mirror: Callable[[Request], None] = _not_mirrored
    paths: Paths = field(default_factory=Paths)
    kiosk: str = ""
    place: str = ""
    safe: Callable[[str], None] = _nobody_asks
    hubs: OtherHubs = field(default_factory=OtherHubs)
    mode: Mode = Mode.ACTUAL
    owner: Callable[[], Owner] = _nobody_known
