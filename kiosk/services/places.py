"""This centre's places, out of the settings."""

from __future__ import annotations

from kiosk.config import Taxi
from kiosk.domain.details import PlaceRef
from kiosk.domain.places import CentrePlaces, Place

PICKUP_ID = "here"


def centre_places(taxi: Taxi) -> CentrePlaces:
    """The places in the order of the settings: most wanted first."""
    return CentrePlaces(
        pickup=PlaceRef(PICKUP_ID, taxi.pickup.name, taxi.pickup.detail),
        stand_at=taxi.stand_at,
        places=tuple(Place(p.id, p.name, p.detail, p.picture, p.address) for p in taxi.places),
    )
