"""The platforms outside that the settings name, with their secrets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kiosk.config.beyond import CapEndpoint
from kiosk.hub.providers.signing import Heard, read_secret
from kiosk.hub.settings import HubSettings


@dataclass(frozen=True)
class Endpoint:
    """One of `hub.cap`. `heard` knows its signatures."""

    set_: CapEndpoint
    secret: bytes
    heard: Heard

    @property
    def name(self) -> str:
        return self.set_.name

    @property
    def keep(self) -> timedelta:
        return timedelta(minutes=self.set_.keep_minutes)

    def takes(self, status: str) -> bool:
        """Whether it may be sent this at all: an exercise goes to nobody who did not ask for exercises."""
        return status in self.set_.statuses


def endpoints(settings: HubSettings) -> tuple[Endpoint, ...]:
    """Raises HubStartError when a secret is missing, short or open to others."""
    found = []
    for one in settings.cap:
        secret = read_secret(one.secret_file)
        found.append(Endpoint(one, secret, Heard(secret)))
    return tuple(found)
