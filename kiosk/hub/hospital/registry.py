"""The hospitals that the settings name, each with the way to speak to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

from kiosk.hub.clock import HubClock
from kiosk.hub.errors import HubStartError
from kiosk.hub.hospital.demo.serve import DemoHospitals
from kiosk.hub.hospital.fhir import FhirHospital, Site
from kiosk.hub.hospital.rest import Rest
from kiosk.hub.hospital.service import Place
from kiosk.hub.settings import HubSettings

DEMO = "demo"


@dataclass(frozen=True)
class HospitalLinks:
    """`demo` has to run for as long as the hub does; None without an invented hospital."""

    places: Mapping[str, Place]
    adapters: tuple[FhirHospital, ...]
    demo: DemoHospitals | None

    async def close(self) -> None:
        for one in self.adapters:
            await one.close()
        if self.demo is not None:
            self.demo.close()


def hospital_links(
    settings: HubSettings, clock: HubClock, transport: httpx.AsyncBaseTransport | None = None
) -> HospitalLinks:
    """Raises HubStartError for a token that cannot be read, or an invented hospital outside the demonstration."""
    settings.check()
    invented = [one for one in settings.hospitals if one.base_url == DEMO]
    demo = DemoHospitals(invented, clock, settings.state_dir) if invented else None
    made: dict[str, FhirHospital] = {}
    for one in settings.hospitals:
        url = demo.url(one.id) if demo and one.base_url == DEMO else one.base_url
        rest = Rest(url, _token(one.token_file) if one.token_file else "", transport)
        made[one.id] = FhirHospital(Site(one.id, one.name, timedelta(hours=one.cancel_hours)), rest, clock)
    places = {one.id: Place(one, made[one.id]) for one in settings.hospitals}
    return HospitalLinks(places, tuple(made.values()), demo)


def _token(path: Path) -> str:
    try:
        mode, token = path.stat().st_mode, path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise HubStartError(f"{path}: the hospital's token cannot be read") from error
    if mode & 0o077:
        raise HubStartError(f"{path}: others may read the hospital's token: chmod 600")
    if not token or not token.isprintable():
        raise HubStartError(f"{path}: one line with the hospital's token is needed")
    return token
