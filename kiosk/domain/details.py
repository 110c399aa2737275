"""What a request asks for, by kind. Bounds are checked where the wire models read them (kiosk.protocol)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Interval, Len, MaxLen

ShortText = Annotated[str, MaxLen(80)]
Name = Annotated[str, Len(1, 80)]


@dataclass(frozen=True)
class PlaceRef:
    """A place as the resident saw it when choosing: later edits of the list do not change a request."""

    id: Annotated[str, Len(1, 64)]
    name: Name
    detail: ShortText = ""


@dataclass(frozen=True)
class TaxiWish:
    """A ride from this centre. `destination` None: 上车再说. `in_minutes` 0: now. `phone` "": the centre's."""

    pickup: PlaceRef
    destination: PlaceRef | None = None
    in_minutes: Annotated[int, Interval(ge=0, le=24 * 60)] = 0
    people: Annotated[int, Interval(ge=1, le=4)] = 1
    wheelchair: bool = False
    phone: Annotated[str, MaxLen(20)] = ""
    kind: Literal["taxi"] = "taxi"

    def same_wish(self, other: TaxiWish) -> bool:
        """Whether a second car for this would be a mistake: same way, same hour."""
        return (
            self.pickup.id == other.pickup.id
            and (self.destination and self.destination.id) == (other.destination and other.destination.id)
            and self.in_minutes == other.in_minutes
        )


@dataclass(frozen=True)
class AlarmCall:
    """A call for help. `screen` is where the resident was; `late` marks one found after a restart (R5).

    `age_unknown` is set when nobody can say how old it is: then it rings as if it were new.
    """

    screen: ShortText = ""
    late: bool = False
    age_unknown: bool = False
    kind: Literal["alarm"] = "alarm"


@dataclass(frozen=True)
class HelpCall:
    """A volunteer is wanted at the kiosk. `screen` is its name; `about` what the resident was doing.

    `wish` is true when nobody was on duty: a person calls on it later.
    """

    screen: ShortText = ""
    about: ShortText = ""
    wish: bool = False
    kind: Literal["volunteer"] = "volunteer"


Details = TaxiWish | AlarmCall | HelpCall
