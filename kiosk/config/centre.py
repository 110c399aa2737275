"""The settings of the centre where a kiosk stands: its helpers, its places, its promises, its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path

from kiosk.config.shapes import ID, NAME, PHONE_OR_NONE, SHORT, URL
from kiosk.schema import key, table

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Promise:
    taxi_minutes: int = key(10, "a taxi wish unanswered so long goes to a person", low=1, high=60)
    volunteer_minutes: int = key(2, "a call for a helper unanswered so long: the centre's telephone", low=1, high=30)


@dataclass(frozen=True)
class Pickup:
    name: str = key("", "where the car comes, as a driver finds it", needed=True, **NAME)
    detail: str = key("", "which door or gate, in a few words", **SHORT)


@dataclass(frozen=True)
class Place:
    id: str = key(doc="never changes; no two alike", **ID)
    name: str = key(doc="as residents say it", **NAME)
    detail: str = key("", "which entrance", **SHORT)
    picture: str = key("place", "a picture's name in assets/icons", **ID)
    address: str = key("", "for the driver", pattern=".{0,120}", shape="a text of at most 120 characters")
    lat: float | None = key(None, "degrees north (WGS 84)", low=-90, high=90)
    lon: float | None = key(None, "degrees east (WGS 84)", low=-180, high=180)


@dataclass(frozen=True)
class Taxi:
    pickup: Pickup = table(Pickup, "where the car comes")
    stand_at: str = key("", "where to wait for it", **SHORT)
    driver_contact: str = key("", "what the driver may ring; empty: the centre's telephone", **PHONE_OR_NONE)
    leave_before_minutes: int = key(60, "for an appointment: the car comes so long before it", low=15, high=240)
    places: tuple[Place, ...] = key((), "where residents of this centre go, most wanted first")


@dataclass(frozen=True)
class Doctor:
    guide_approved_by: str = key("", "who approved kiosk/content/guide.toml; empty: the guide is not shown", **SHORT)


@dataclass(frozen=True)
class Hours:
    days: tuple[str, ...] = key(doc="days of the week", choices=DAYS, low=1)
    from_: time = key(doc="from this time of day")
    to: time = key(doc="until this time of day, later than from")


@dataclass(frozen=True)
class Duty:
    hours: tuple[Hours, ...] = key((), "when a helper is here; empty: nobody is promised")


@dataclass(frozen=True)
class Content:
    channel: str = key("all", '"pilot": new lessons and policies come here first', choices=("all", "pilot"))
    url: str = key("", "where published content is fetched; empty: from the hub", **URL)
    root_file: Path | None = key(None, "the first root.json, of a kiosk that takes content from elsewhere than its hub")
    sticks_dir: Path = key(Path("/media"), "where the system mounts USB sticks")
    check_minutes: int = key(60, "how often new content is looked for", low=5, high=1440)
