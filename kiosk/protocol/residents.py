"""Who stands at a kiosk, on the wire: cards, what opens them, habits, consent, and a resident's affairs.

`pass_` is a secret for one session at one kiosk; calls without a body of their own carry it in the header
Silver-Key-Pass. Every wrong card, pass, 属相, badge or PIN has one and the same answer: 404, "card_unknown".
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from kiosk.domain.appointment import Appointment
from kiosk.domain.places import Place
from kiosk.domain.preferences import Palette, Preferences, TextSize
from kiosk.domain.request import Kind, Status
from kiosk.domain.resident import Habits, Level, Resident, Situation, UsualDoctor, Zodiac
from kiosk.protocol.models import MAX_BODY, Id, Short, Utc, Wire, _storable

PASS_HEADER = "Silver-Key-Pass"  # noqa: S105 - a header's name
MOST_PLACES = 12
MOST_AFFAIRS = 50
MOST_KEPT = 500

Secret = Annotated[str, StringConstraints(max_length=80), AfterValidator(_storable)]
Words = Annotated[str, StringConstraints(max_length=400), AfterValidator(_storable)]
Scanned = Annotated[str, StringConstraints(max_length=MAX_BODY)]  # noise is answered just as a strange card is
Name = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_storable)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_storable)]


class PreferencesModel(Wire):
    text_size: TextSize = TextSize.STANDARD
    palette: Palette = Palette.LIGHT
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")] = "zh_CN"
    volume: Annotated[int, Field(ge=0, le=100)] = 70
    rate: Annotated[int, Field(ge=90, le=240)] = 170
    motion: bool = True


class PlaceModel(Wire):
    id: Key
    name: Name
    detail: Short = ""
    picture: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")] = "place"
    address: Short = ""


class DoctorModel(Wire):
    hospital_id: Key
    hospital: Short = ""
    department_id: Annotated[str, StringConstraints(max_length=64), AfterValidator(_storable)] = ""
    department: Short = ""
    doctor_id: Annotated[str, StringConstraints(max_length=64), AfterValidator(_storable)] = ""
    doctor: Short = ""


class SituationModel(Wire):
    """kiosk.domain.resident.Situation."""

    profile: Annotated[str, StringConstraints(min_length=2, max_length=2000), AfterValidator(_storable)]
    seen: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class HabitsIn(Wire):
    """PUT /v1/residents/{id}/habits: all of them, in place of what was kept. Doctor and situation are kept only with
    consent."""

    preferences: PreferencesModel | None = None
    places: Annotated[list[PlaceModel], Field(max_length=MOST_PLACES)] = Field(default_factory=list)
    doctor: DoctorModel | None = None
    situation: SituationModel | None = None

    @classmethod
    def of(cls, habits: Habits) -> Self:
        """The newest places only, when there are too many."""
        plain = asdict(habits)
        plain["places"] = plain["places"][:MOST_PLACES]
        return cls.model_validate(plain)

    def habits(self) -> Habits:
        return Habits(
            preferences=Preferences(**self.preferences.model_dump()) if self.preferences else None,
            places=tuple(Place(**place.model_dump()) for place in self.places),
            doctor=UsualDoctor(**self.doctor.model_dump()) if self.doctor else None,
            situation=Situation(**self.situation.model_dump()) if self.situation else None,
        )


class CardIn(Wire):
    """POST /v1/residents/card: what was scanned or typed, whatever it is (kiosk.domain.card)."""

    code: Scanned


class OpenIn(Wire):
    """POST /v1/residents/{id}/open. Two tries, then until tomorrow."""

    pass_: Secret
    zodiac: Zodiac


class VouchIn(Wire):
    """POST /v1/residents/{id}/vouch: a volunteer's word."""

    pass_: Secret
    badge: Secret
    pin: Secret


class ConsentIn(Wire):
    """PUT /v1/residents/{id}/consent: health data may be kept, or may not any longer, at once."""

    given: bool


class ResidentOut(Wire):
    """Who it is, as far as this kiosk may know. Never a name or a telephone."""

    id: str
    pass_: Secret
    level: Literal[Level.CARD, Level.OPENED] = Level.CARD
    habits: HabitsIn = Field(default_factory=HabitsIn)
    can_open: bool = False
    health_consent: bool = False

    def resident(self) -> Resident:
        return Resident(
            id=self.id,
            level=self.level,
            pass_=self.pass_,
            habits=self.habits.habits(),
            can_open=self.can_open,
            health_consent=self.health_consent,
        )


class AffairOut(Wire):
    """One request of this resident's. `words` is what a bystander must not see; `here`: asked for at this kiosk."""

    request_id: str
    kind: Kind
    status: Status
    number: int
    asked_at: Utc
    here: bool = False
    words: Words = ""
    appointment: dict[str, Any] | None = None

    def booked(self) -> Appointment | None:
        return Appointment.of(self.appointment) if self.appointment is not None else None


class AffairsOut(Wire):
    """GET /v1/residents/{id}/affairs: newest first, at most MOST_AFFAIRS."""

    affairs: Annotated[list[AffairOut], Field(max_length=MOST_AFFAIRS)] = Field(default_factory=list)


class KeptModel(Wire):
    """Whose habits a kiosk keeps for times without a line, and since when."""

    id: Id
    since: Utc


class KeptIn(Wire):
    """POST /v1/residents/gone: everybody a kiosk keeps."""

    kept: Annotated[list[KeptModel], Field(max_length=MOST_KEPT)]


class GoneOut(Wire):
    """Those that have to go: deleted, with a card revoked since, or with a consent withdrawn since."""

    gone: Annotated[list[str], Field(max_length=MOST_KEPT)] = Field(default_factory=list)
