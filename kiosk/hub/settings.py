"""What the hub needs to know to run, taken out of the settings file once."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.config import DEMO_FILE, DeskPlan, Duty, Hospital, Provider, Settings, is_loopback
from kiosk.config.beyond import CapEndpoint, Site
from kiosk.hub.errors import HubStartError

NAME = "银色一键通"
WILDCARDS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised, not listened on


@dataclass(frozen=True)
class HubSettings:
    """Times are in seconds. `port` 0 takes any free one. `names` are further host names for the certificate.

    `demo` is the only mode in which provider "demo" may run; `ride_scale` is how much faster than life it plays.
    """

    state_dir: Path
    host: str = "127.0.0.1"
    port: int = 8443
    public_url: str = ""
    database_url: str = ""
    tls: bool = True
    name: str = NAME
    names: tuple[str, ...] = ()
    demo: bool = False
    provider: str = "none"
    platform: Provider = field(default_factory=Provider)  # of kind http: where it is and how it is spoken to
    hospitals: tuple[Hospital, ...] = ()
    plans: tuple[DeskPlan, ...] = ()
    hold_seconds: float = 300.0
    ride_scale: float = 1.0
    ride_scenario: str = "ride"
    stand_at: str = ""
    centre_phone: str = ""
    duty: Duty = field(default_factory=Duty)
    session_hours: int = 12
    keep_days: int = 92
    resident_months: int = 24
    card_rate: float = 0.2  # cards a second, of one kiosk and of one card: people, not a guessing machine
    card_burst: int = 20
    taxi_promise: float = 600.0
    volunteer_promise: float = 120.0
    escalate_after: float = 20.0
    late_after: float = 300.0
    silent_after: float = 90.0
    cap: tuple[CapEndpoint, ...] = ()
    sites: tuple[Site, ...] = ()
    drill_seconds: float = 300.0
    sticks_dir: Path = Path("/media")
    rate_per_second: float = 10.0
    rate_burst: int = 60

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.state_dir / 'hub.sqlite'}"

    @property
    def address(self) -> str:
        """Where kiosks and desks find this hub; "" when its port is chosen at start."""
        return self.public_url or (self.address_with(self.port) if self.port else "")

    def address_with(self, port: int) -> str:
        host = socket.gethostname() if self.host in WILDCARDS else self.host
        return f"{'https' if self.tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"

    @property
    def over_https(self) -> bool:
        """Whether browsers come over TLS: to this hub, or to what stands before it with a certificate of its own."""
        return self.tls or self.public_url.startswith("https://")

    @property
    def certified(self) -> tuple[str, ...]:
        """The names the server's certificate is for, besides loopback and the machine's own."""
        return (self.host, *self.names)

    @property
    def served_at(self) -> Path:
        """A file that holds the address while a hub serves."""
        return self.state_dir / "hub.url"

    def check(self) -> None:
        """Raises HubStartError for what must never run."""
        if not self.tls and not is_loopback(self.host):
            raise HubStartError(f"without TLS the hub listens on this machine only, not on {self.host}")
        if self.provider == "demo" and not self.demo:
            raise HubStartError('the demo provider runs in the demo only: set hub.provider.kind to "none" or "http"')
        if not self.demo and any(one.base_url == "demo" for one in self.hospitals):
            raise HubStartError("the demo hospital runs in the demo only: remove it from hub.hospital")
        if self.demo and self.cap:
            raise HubStartError("nothing of the demo leaves this machine: remove hub.cap")


def hub_settings(settings: Settings) -> HubSettings:
    """The hub's part of the settings file."""
    hub = settings.hub
    public = urlsplit(hub.public_url).hostname
    return HubSettings(
        state_dir=hub.state_dir,
        host=hub.host,
        port=hub.port,
        public_url=hub.public_url.rstrip("/"),
        database_url=hub.database_url,
        tls=hub.tls,
        names=(public,) if public else (),
        demo=settings.kiosk.demo,
        provider=hub.provider.kind,
        platform=hub.provider,
        hospitals=hub.hospital,
        plans=_plans(settings),
        hold_seconds=float(hub.hold_seconds),
        ride_scale=hub.provider.scale,
        ride_scenario=hub.provider.scenario,
        stand_at=settings.taxi.stand_at,
        centre_phone=settings.kiosk.centre_phone,
        duty=settings.duty,
        session_hours=hub.session_hours,
        keep_days=hub.keep_days,
        resident_months=hub.resident_months,
        taxi_promise=settings.promise.taxi_minutes * 60.0,
        volunteer_promise=settings.promise.volunteer_minutes * 60.0,
        escalate_after=float(settings.alarm.escalate_seconds),
        cap=hub.cap,
        sites=hub.sites,
        drill_seconds=hub.drill_minutes * 60.0,
        sticks_dir=settings.content.sticks_dir,
    )


def _plans(settings: Settings) -> tuple[DeskPlan, ...]:
    """The demo's plan without a picture is the invented centre's, as on its kiosk."""
    if not settings.kiosk.demo:
        return settings.hub.plans
    invented = DEMO_FILE.with_name("floor.svg")
    return tuple(replace(one, picture=one.picture or invented) for one in settings.hub.plans)
