"""The wire models, version 1: JSON over HTTPS. Times are UTC (RFC 3339), durations seconds.

Unknown fields are ignored when reading, so that a newer side may add some; an unknown major version is refused.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from kiosk.domain.asked import Outcome
from kiosk.domain.details import AlarmCall, AppointmentWish, Consultation, Details, HelpCall, TaxiWish
from kiosk.domain.leaving import moment
from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.presence import Presence
from kiosk.domain.request import Actor, Event, Mode, Request, Role, Status
from kiosk.domain.steps import Left

VERSION = 1
MAX_BODY = 64 * 1024
MAX_FACTS = 24
MAX_DEPTH = 4
MAX_NUMBER = 2**53 - 1  # what every JSON reader and every database holds exactly
LONG = 10 * 366 * 86_400.0  # seconds; nothing here is older or valid for longer


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a time between the years 1 and 9999") from None


def _storable(text: str) -> str:
    """Every database keeps it: no NUL, no half of a character."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("text with a character that cannot be kept")
    return text


def _kept(details: Details) -> Details:
    _check_fact(asdict(details))
    if isinstance(details, TaxiWish) and details.leave_at and moment(details.leave_at) is None:
        raise ValueError("leave_at is a time with its zone")
    return details


def _owned(owner: Owner) -> Owner:
    _check_fact(asdict(owner))
    return owner


def _check_fact(value: JsonValue, depth: int = MAX_DEPTH) -> None:
    match value:
        case str():
            _storable(value)
        case float() if not isfinite(value):
            raise ValueError("a number that is not finite")
        case int() if abs(value) > MAX_NUMBER:
            raise ValueError("a number too large")
        case dict() | list() | tuple() if depth == 0:
            raise ValueError(f"facts nested deeper than {MAX_DEPTH}")
        case dict():
            for name, inner in value.items():
                _storable(name)
                _check_fact(inner, depth - 1)
        case list() | tuple():
            for inner in value:
                _check_fact(inner, depth - 1)


def _small(facts: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if len(facts) > MAX_FACTS:
        raise ValueError(f"at most {MAX_FACTS} facts")
    _check_fact(facts)
    return facts


Utc = Annotated[AwareDatetime, AfterValidator(_utc)]
UUID7 = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
Id = Annotated[str, StringConstraints(pattern=UUID7)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Short = Annotated[str, StringConstraints(max_length=80), AfterValidator(_storable)]
Facts = Annotated[dict[str, JsonValue], AfterValidator(_small)]
AnyDetails = Annotated[
    TaxiWish | AlarmCall | HelpCall | AppointmentWish | Consultation,
    Field(discriminator="kind"),
    AfterValidator(_kept),
]


class Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class EventIn(Wire):
    """An event made on the kiosk. The hub takes an id once; a second time it answers as the first."""

    id: Id
    what: Code
    status: Status | None = None
    role: Literal["resident", "kiosk"] = "kiosk"
    at: Utc | None = None
    facts: Facts = Field(default_factory=dict)


class RequestIn(Wire):
    """PUT /v1/requests/{id}. `age` is seconds since the resident asked, None when the kiosk cannot know."""

    id: Id
    seq: Annotated[int, Field(ge=0, le=MAX_NUMBER)]
    number: Annotated[int, Field(ge=0, le=99)]
    mode: Mode = Mode.ACTUAL
    details: AnyDetails
    created_at: Utc | None = None
    age: Annotated[float, Field(ge=0, le=LONG)] | None = None
    valid_for: Annotated[float, Field(gt=0, le=LONG)] | None = None
    events: Annotated[list[EventIn], Field(max_length=64)] = Field(default_factory=list)
    owner: Annotated[Owner, AfterValidator(_owned)] = GUEST


class EventOut(Wire):
    """An event as the hub ordered it: `seq` grows over all requests and is the stream's cursor."""

    seq: int
    id: str
    request_id: str
    what: Code
    status: Status | None = None
    role: Role
    name: Short = ""
    at: Utc
    facts: dict[str, Any] = Field(default_factory=dict)

    def event(self) -> Event:
        return Event(
            id=self.id,
            request_id=self.request_id,
            what=self.what,
            by=Actor(self.role, self.name),
            status=self.status,
            at=self.at,
            hub_seq=self.seq,
            facts=self.facts,
        )


class PresenceOut(Wire):
    listening: int
    on_duty: list[Short] = Field(default_factory=list)
    until: Short = ""
    promised: bool = True

    def presence(self) -> Presence:
        return Presence(self.listening, tuple(self.on_duty), self.until, self.promised)


class RequestOut(Wire):
    """The hub's answer to every call about a request: where it stands, and all of its events in order."""

    id: str
    status: Status
    events: list[EventOut]
    hub_time: Utc
    presence: PresenceOut


class Health(Wire):
    """GET /v1/health, open to anybody."""

    ok: Literal[True] = True
    version: int = VERSION
    hub_time: Utc


class Step(Wire):
    """kiosk.domain.steps.StepCount."""

    screen: Code
    left: Left
    helped: bool
    count: Annotated[int, Field(ge=1, le=1_000_000)]
    seconds: Annotated[float, Field(ge=0, le=1e9)]


Package = Annotated[str, StringConstraints(pattern=r"[a-z-]{1,20}/[a-z0-9-]{1,60}")]


class Asked(Wire):
    """kiosk.domain.asked.AskedCount: what policies are asked for, without anybody's name."""

    outcome: Outcome
    about: Annotated[str, StringConstraints(max_length=60), AfterValidator(_storable)] = ""
    count: Annotated[int, Field(ge=1, le=1_000_000)]


class HeartbeatIn(Wire):
    """POST /v1/heartbeat every 30 s. `steps` and `asked` are counted once for each `batch`; `content` has the versions
    of the installed packages by kind and id, as {"policies/policies": 3}."""

    sent_at: Utc
    program: Short = ""
    screen: Short = ""
    pending: Annotated[int, Field(ge=0, le=MAX_NUMBER)] = 0
    faults: Annotated[list[Code], Field(max_length=32)] = Field(default_factory=list)
    batch: Annotated[str, StringConstraints(pattern=f"({UUID7})?")] = ""
    steps: Annotated[list[Step], Field(max_length=64)] = Field(default_factory=list)
    content: Annotated[dict[Package, Annotated[int, Field(ge=1, le=999_999)]], Field(max_length=100)] = Field(
        default_factory=dict
    )
    asked: Annotated[list[Asked], Field(max_length=64)] = Field(default_factory=list)


class HeartbeatOut(Wire):
    hub_time: Utc
    presence: PresenceOut


class EnrolIn(Wire):
    """POST /v1/enrolments with the one-time code's secret part."""

    secret: Annotated[str, StringConstraints(min_length=16, max_length=64)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_storable)]
    place: Short = ""


class EnrolOut(Wire):
    kiosk_id: str
    token: str
    hub_name: Short
    ca_pem: str


class Problem(BaseModel):
    """RFC 9457. `type` is "urn:silver-key:problem:CODE"; codes: invalid, too_large, not_found, conflict, version,
    unauthorised, revoked, busy, code_used, expired, card_unknown, slot_gone, hospital_silent."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str = ""

    @property
    def code(self) -> str:
        return self.type.rpartition(":")[2]


def request_in(request: Request, *, boot: str, now: float) -> RequestIn:
    """The submission of a request, its age counted at this moment on the boot-time clock."""
    own = [
        EventIn(
            id=e.id,
            what=e.what,
            status=e.status,
            role="resident" if e.by.role is Role.RESIDENT else "kiosk",
            at=e.at,
            facts=dict(e.facts),
        )
        for e in request.events
        if e.hub_seq is None
    ]
    return RequestIn(
        id=request.id,
        seq=request.seq,
        number=request.number,
        mode=request.mode,
        details=request.details,
        created_at=request.created_at,
        age=request.age(boot, now),
        valid_for=request.valid_for,
        events=own,
        owner=request.owner,
    )
