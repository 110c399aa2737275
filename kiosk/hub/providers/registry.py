"""The provider that the settings name."""

from __future__ import annotations

from kiosk.hub.clock import HubClock
from kiosk.hub.errors import HubStartError
from kiosk.hub.providers.base import RideProvider
from kiosk.hub.providers.demo import DemoProvider
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
        case other:
            raise HubStartError(f'hub.provider.kind: this program has no provider "{other}" yet; "none" is a person')
