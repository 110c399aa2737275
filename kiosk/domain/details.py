"""What a request asks for, by kind. Bounds are checked where the wire models read them (kiosk.protocol)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from annotated_types import Interval, Len, MaxLen

ShortText = Annotated[str, MaxLen(80)]
LongText = Annotated[str, MaxLen(400)]
Name = Annotated[str, Len(1, 80)]


@dataclass(frozen=True)
class PlaceRef:
    """A place as the resident saw it when choosing: later edits of the list do not change a request."""

    id: Annotated[str, Len(1, 64)]
    name: Name
    detail: ShortText = ""


@dataclass(frozen=True)
class TaxiWish:
    """A ride from this centre. `destination` None: 上车再说. `in_minutes` 0: now. `phone` "": the centre's.

    `leave_at` (RFC 3339) is set for a car at a certain time, perhaps days ahead; `in_minutes` then says, as far as it
    can, how far off that was when it was asked for, so that a hub that knows no `leave_at` sends no car at once.
    """

    pickup: PlaceRef
    destination: PlaceRef | None = None
    in_minutes: Annotated[int, Interval(ge=0, le=24 * 60)] = 0
    people: Annotated[int, Interval(ge=1, le=4)] = 1
    wheelchair: bool = False
    phone: Annotated[str, MaxLen(20)] = ""
    leave_at: Annotated[str, MaxLen(40)] = ""
    kind: Literal["taxi"] = "taxi"

    def same_wish(self, other: TaxiWish) -> bool:
        """Whether a second car for this would be a mistake: same way, same hour."""
        return (
            self.pickup.id == other.pickup.id
            and (self.destination and self.destination.id) == (other.destination and other.destination.id)
            and self.leave_at == other.leave_at
            and (bool(self.leave_at) or self.in_minutes == other.in_minutes)
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


class Need(StrEnum):
    """Why somebody wants a doctor; the commonest first."""

    COMMUNITY = "community"  # 社区卫生服务中心
    FAMILY_DOCTOR = "family_doctor"  # 家庭医生
    MEDICINE = "medicine"  # 配药
    DEPARTMENT = "department"  # a hospital's department
    SAME_DOCTOR = "same_doctor"  # 上次那位医生
    OPEN = "open"  # not known yet: a person helps to find out


@dataclass(frozen=True)
class SlotRef:
    """A doctor's time as the resident saw it. `start` is RFC 3339 in UTC, `id` the hospital's own name for it."""

    id: Annotated[str, Len(1, 128)]
    start: Annotated[str, Len(1, 40)]
    minutes: Annotated[int, Interval(ge=1, le=24 * 60)] = 15
    doctor: ShortText = ""


@dataclass(frozen=True)
class AppointmentWish:
    """A doctor's appointment. With `slot` the hub books just that one; without it is a wish that a person completes.

    `hold` names what the hub keeps for this resident until it expires. `day` is "" (as soon as may be) or an ISO date,
    `part` when on that day. `instead` names the request that is called off once this is booked. `phone` "": the one on
    file, or the centre's.
    """

    need: Need
    hospital: PlaceRef | None = None
    department: PlaceRef | None = None
    doctor: ShortText = ""
    slot: SlotRef | None = None
    hold: Annotated[str, MaxLen(64)] = ""
    day: Annotated[str, MaxLen(10)] = ""
    part: Literal["any", "morning", "afternoon"] = "any"
    instead: Annotated[str, MaxLen(64)] = ""
    phone: Annotated[str, MaxLen(20)] = ""
    kind: Literal["appointment"] = "appointment"

    @property
    def wish(self) -> bool:
        """Whether a person has to find the time."""
        return self.slot is None

    def same_wish(self, other: AppointmentWish) -> bool:
        """Whether a second appointment for this would be a mistake: same place, same doctor's hour or day."""
        return self._what() == other._what()

    def _what(self) -> tuple[object, ...]:
        when = (self.slot.start, self.slot.doctor) if self.slot else (self.day, self.part)
        places = (self.hospital and self.hospital.id, self.department and self.department.id)
        return (self.need, self.doctor, *places, *when)


@dataclass(frozen=True)
class Consultation:
    """A question for a person, with what was found for it. `found`: names of documents and articles, best first."""

    question: LongText
    topic: ShortText = ""
    found: Annotated[tuple[ShortText, ...], MaxLen(5)] = ()
    kind: Literal["consultation"] = "consultation"


Details = TaxiWish | AlarmCall | HelpCall | AppointmentWish | Consultation
