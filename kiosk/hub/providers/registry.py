"""The provider that the settings name."""

from __future__ import annotations

from kiosk.config import Provider
from kiosk.hub.clock import HubClock
from kiosk.hub.errors import HubStartError
from kiosk.hub.providers.base import RideProvider
from kiosk.hub.providers.demo import DemoProvider
from kiosk.hub.providers.http import HttpProvider
from kiosk.hub.providers.signing import read_secret
from kiosk.hub.settings import HubSettings


def provider_for(settings: HubSettings, clock: HubClock) -> RideProvider | None:
    """None: people at the desk find the cars. Raises HubStartError for one that cannot run here."""
    match settings.provider:
        case "none":
            return None
        case "demo" if settings.demo:
            return DemoProvider(
                clock, scale=settings.ride_scale, scenario=settings.ride_scenario, stand_at=settings.stand_at
            )
        case "demo":
            raise HubStartError('the demo provider runs in the demo only: set hub.provider.kind to "none"')
        case "http":
            return _platform(settings.platform, clock)
        case other:
            raise HubStartError(f'hub.provider.kind: this program has no provider "{other}"; "none" is a person')


def _platform(set_: Provider, clock: HubClock) -> RideProvider:
    if not set_.base_url or set_.secret_file is None:
        raise HubStartError('hub.provider.kind "http" needs base_url and secret_file')
    return HttpProvider(
        set_.base_url,
        read_secret(set_.secret_file),
        clock,
        idempotent=set_.idempotent,
        answer_seconds=set_.answer_seconds,
        poll_seconds=set_.poll_seconds,
    )
