"""The settings of a hub: where it listens, what it keeps, and whom it asks for taxis and doctors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.config.beyond import CapEndpoint, Site
from kiosk.config.shapes import DATABASE, FHIR, HOST, ID, NAME, SHORT, URL
from kiosk.schema import key, table

RIDES = ("ride", "no_car", "driver_cancels", "silence", "lost_reply", "refused")


@dataclass(frozen=True)
class Provider:
    kind: str = key("none", 'who sends taxis; "none": a person at the desk', choices=("none", "demo", "http"))
    base_url: str = key("", "kind http: the platform's address (docs/taxi-platform.md)", **URL)
    name: str = key("taxi", "kind http: its short name, in the webhook's address", **ID)
    secret_file: Path | None = key(None, "kind http: a file, mode 0600, of the secret shared with the platform")
    idempotent: bool = key(False, "kind http: it knows our keys, so a lost reply may be asked for again")
    answer_seconds: int = key(10, "kind http: an answer that takes longer counts as lost", low=2, high=15)
    poll_seconds: int = key(15, "kind http: how often a ride is looked at when no webhook comes", low=2, high=60)
    scale: float = key(1.0, "kind demo: so many times faster than life", low=0.1, high=1000)
    scenario: str = key("ride", "kind demo: how its rides go", choices=RIDES)


@dataclass(frozen=True)
class Hospital:
    id: str = key(doc="never changes; no two alike", **ID)
    name: str = key(doc="as residents say it", **NAME)
    base_url: str = key(doc='its FHIR R4 address (docs/hospitals.md); "demo": an invented one', **FHIR)
    kind: str = key("hospital", "community centres are shown first", choices=("community", "hospital"))
    detail: str = key("", "where it is, in a few words", **SHORT)
    token_file: Path | None = key(None, "a file, mode 0600, of the token that the hospital gave us")
    cancel_hours: int = key(2, "an appointment can be called off until so many hours before", low=0, high=168)


@dataclass(frozen=True)
class DeskPlan:
    kiosk: str = key(doc="the kiosk's name, as it was enrolled; no two alike", **NAME)
    picture: Path | None = key(
        None,
        "the floor plan, an SVG, PNG or JPEG file of at most 8 MB; none: words alone (in the demo: an invented one)",
    )
    x: float = key(50.0, "where the kiosk stands, in per cent of the plan's width", low=0, high=100)
    y: float = key(50.0, "in per cent of its height, from the top", low=0, high=100)
    way: str = key("", "how one gets there, in a few words", **SHORT)


@dataclass(frozen=True)
class Hub:
    host: str = key("127.0.0.1", "the address to listen on", **HOST)
    port: int = key(8443, "the port to listen on; 0: any free one", low=0, high=65535)
    public_url: str = key("", "the address that kiosks and desks use; empty: made of host and port", **URL)
    database_url: str = key("", "empty: SQLite in state_dir", **DATABASE)
    state_dir: Path = key(Path("/var/lib/silver-key/hub"), "database, certificates")
    tls: bool = key(True, "false only when host is this machine (127.0.0.1, ::1, localhost)")
    session_hours: int = key(12, "a desk signs in again after so long", low=1, high=24)
    keep_days: int = key(92, "what a request says is removed so long after its end (data.md)", low=31, high=1100)
    resident_months: int = key(24, "a resident whose card nobody used for so long is forgotten", low=3, high=120)
    hold_seconds: int = key(300, "a doctor's time is kept so long for who is choosing it", low=60, high=900)
    provider: Provider = table(Provider, "who sends taxis")
    hospital: tuple[Hospital, ...] = key((), "hospitals that can be booked; none: a person telephones")
    cap: tuple[CapEndpoint, ...] = key((), "platforms outside that are told of alarms, in CAP 1.2")
    sites: tuple[Site, ...] = key((), "where kiosks stand, for those platforms")
    drill_minutes: int = key(5, "an exercise of the alarm ends by itself after so long", low=1, high=30)
    plans: tuple[DeskPlan, ...] = key((), "where kiosks stand, for who runs there when somebody calls for help")

    @property
    def database(self) -> str:
        """The database's URL in SQLAlchemy's form."""
        return self.database_url or f"sqlite+aiosqlite:///{self.state_dir / 'hub.sqlite'}"
