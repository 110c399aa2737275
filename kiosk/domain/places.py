"""Where residents of this centre go, and where the car comes."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.details import PlaceRef


@dataclass(frozen=True)
class Place:
    """A place as it stands on a key. `picture` names an icon; `address` is for the driver, never shown."""

    id: str
    name: str
    detail: str = ""
    picture: str = "place"
    address: str = ""

    def ref(self) -> PlaceRef:
        """What a request keeps of it."""
        return PlaceRef(self.id, self.name, self.detail)


@dataclass(frozen=True)
class CentrePlaces:
    """`pickup` is this centre; `stand_at` where to wait for the car, in the words people here use."""

    pickup: PlaceRef
    stand_at: str = ""
    places: tuple[Place, ...] = ()

    def find(self, place_id: str) -> Place | None:
        return next((p for p in self.places if p.id == place_id), None)
