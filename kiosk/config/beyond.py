"""The settings of what leaves the building: platforms outside, and where kiosks stand (docs/cap.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.config.shapes import ID, NAME
from kiosk.schema import Refused, key

CAP_STATUSES = ("Actual", "Exercise", "Test")
CAP_WHEN = ("at_once", "unanswered")
_URL = {"pattern": r"https?://[^\s/?#@]+[^\s]*", "shape": "an address: https://…"}
_CAP_ID = {"pattern": r"[^\s,<&]{1,80}", "shape": "1 to 80 characters without space, comma, < and &"}


@dataclass(frozen=True)
class CapEndpoint:
    name: str = key(doc="its short name, in the address of its acknowledgements; no two alike", **ID)
    title: str = key(doc="who is there, as the desk and the resident read it", **NAME)
    url: str = key(doc="where messages go (docs/cap.md)", **_URL)
    secret_file: Path = key(doc="a file, mode 0600, of the secret shared with it")
    sender: str = key(doc="what this hub calls itself there", **_CAP_ID)
    recipient: str = key(doc="what it calls itself: the sender of its acknowledgements", **_CAP_ID)
    statuses: tuple[str, ...] = key(doc="what it may be sent, and nothing else", choices=CAP_STATUSES, low=1)
    when: str = key("unanswered", "every alarm, or one that nobody here has answered", choices=CAP_WHEN)
    answers: bool = key(True, "tell which sign was touched at the kiosk (fall, chest …); never who it is")
    keep_minutes: int = key(
        60, "a message that is not taken so long is given up, and the desk sees a fault", low=5, high=1440
    )


@dataclass(frozen=True)
class Site:
    place: str = key(doc="as kiosk.place of the kiosks that stand there", **NAME)
    address: str = key("", "for who comes from outside", pattern=".{0,120}", shape="a text of at most 120 characters")
    lat: float | None = key(None, "degrees north (WGS 84)", low=-90, high=90)
    lon: float | None = key(None, "degrees east (WGS 84)", low=-180, high=180)
    radius_m: int = key(50, "the circle around it", low=5, high=2000)


def check_beyond(
    cap: Sequence[CapEndpoint], sites: Sequence[Site], *, demo: bool, check_url: Callable[[str, str], None]
) -> None:
    """What no key can say alone. Raises Refused."""
    names: set[str] = set()
    for number, one in enumerate(cap, 1):
        where = f"hub.cap[{number}]"
        if one.name in names:
            raise Refused(f"{where}.name", f'no two alike; "{one.name}" is there twice')
        names.add(one.name)
        if demo:
            raise Refused(where, "not in the demo: nothing of it leaves this machine")
        check_url(f"{where}.url", one.url)
    places: set[str] = set()
    for number, site in enumerate(sites, 1):
        where = f"hub.sites[{number}]"
        if site.place in places:
            raise Refused(f"{where}.place", f'no two alike; "{site.place}" is there twice')
        places.add(site.place)
        if (site.lat is None) != (site.lon is None):
            raise Refused(f"{where}.lat", "lat and lon together, or neither")
