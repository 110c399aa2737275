"""The hub's tables. Times are UTC; JSON columns hold what the wire models hold.

The event table is the truth: a request's row is its newest state, kept beside it for queries. `event.seq` is the
order in which everything happened and the cursor of every stream.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.models_beyond import CapEndpoint as CapEndpoint
from kiosk.hub.models_beyond import CapHeard as CapHeard
from kiosk.hub.models_beyond import CapMessage as CapMessage
from kiosk.hub.models_beyond import CentrePromise as CentrePromise
from kiosk.hub.models_beyond import Drill as Drill
from kiosk.hub.models_beyond import Fault as Fault
from kiosk.hub.tables import BIG
from kiosk.hub.tables import Base as Base
from kiosk.hub.tables import UtcTime as UtcTime


class Kiosk(Base):
    """An enrolled kiosk; its token is kept as a SHA-256 hash. `revoked_at` ends its access. `last_batch`: the counts of
    steps that were added last, so that a second arrival changes nothing."""

    __tablename__ = "kiosk"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(80), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    beat: Mapped[dict[str, Any]] = mapped_column(default=dict)
    last_batch: Mapped[str] = mapped_column(String(36), default="")


class EnrolmentCode(Base):
    __tablename__ = "enrolment_code"
    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(String(80), default="")


class Request(Base):
    """`promise_due` is when R8 hands it to a person; `taken_by` a staff id, `taken_name` who the resident is told.

    `handler` says who works on it: "desk", "provider", "" when nobody yet. `needs_person` puts it on the desk's list.
    `resident_id` is "" for a guest; `helper` who of the staff helped at the kiosk.
    """

    __tablename__ = "request"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    mode: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(12), index=True)
    number: Mapped[int]
    kiosk_seq: Mapped[int] = mapped_column(BIG)
    details: Mapped[dict[str, Any]]
    created_at: Mapped[datetime | None]
    received_at: Mapped[datetime] = mapped_column(index=True)
    valid_until: Mapped[datetime | None]
    promise_due: Mapped[datetime | None] = mapped_column(index=True)
    late: Mapped[bool] = mapped_column(default=False)
    handler: Mapped[str] = mapped_column(String(12), default="")
    needs_person: Mapped[bool] = mapped_column(default=False)
    taken_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    taken_name: Mapped[str] = mapped_column(String(80), default="")
    closed_at: Mapped[datetime | None]
    resident_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    for_whom: Mapped[str] = mapped_column(String(10), default="self")
    helper: Mapped[str] = mapped_column(String(80), default="")


class Event(Base):
    __tablename__ = "event"
    seq: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"), index=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"))
    what: Mapped[str] = mapped_column(String(40))
    status: Mapped[str | None] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80), default="")
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (Index("ix_event_kiosk_seq", "kiosk_id", "seq"), {"sqlite_autoincrement": True})


class Attachment(Base):
    """留话: `data` is the sound file that the event of the same id speaks of."""

    __tablename__ = "attachment"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"), index=True)
    media: Mapped[str] = mapped_column(String(20))
    data: Mapped[bytes]
    received_at: Mapped[datetime]


class Booking(Base):
    """What a provider is asked for, written before it is sent. `key` is our idempotency key.

    `state` is a RideState, or "queued", "sending", "lost" (its reply never came), "cancelling", "refused".
    `ride` is the Ride as last told, `heard_at` when the provider last answered about it.
    """

    __tablename__ = "booking"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"), index=True)
    provider: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(20), index=True)
    ride: Mapped[dict[str, Any]] = mapped_column(default=dict)
    heard_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Resident(Base):
    """Somebody with a card. Name and telephone are there only if the person wanted it; `zodiac_hash` is argon2id.

    `open_failures` are the wrong 属相 of `open_day`, the centre's own date. Health data may be kept while
    `health_consent_at` is set and `health_withdrawn_at` is not. `habits` as kiosk.protocol.residents.HabitsIn.
    """

    __tablename__ = "resident"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str] = mapped_column(String(20), default="", index=True)
    zodiac_hash: Mapped[str] = mapped_column(String(200), default="")
    open_failures: Mapped[int] = mapped_column(default=0)
    open_day: Mapped[str] = mapped_column(String(10), default="")
    health_consent_at: Mapped[datetime | None]
    health_withdrawn_at: Mapped[datetime | None]
    habits: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Card(Base):
    """A resident's card: code and number are kept as keyed hashes. `replaced_by` is the card that came after it."""

    __tablename__ = "card"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    resident_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    number_hash: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    replaced_by: Mapped[str] = mapped_column(String(36), default="")


class OtherCard(Base):
    """A card that is not ours, tied to a resident: kept as a keyed hash, which is gone (NULL) once it is untied."""

    __tablename__ = "other_card"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    resident_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), index=True)
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    tied_at: Mapped[datetime]
    untied_at: Mapped[datetime | None]


class LessonFact(Base):
    """Something a resident has learned (kiosk.domain.learning.Fact), made at a kiosk. Rows are added and, but for a
    resident who goes, never changed or removed: so kiosks can tell them in any order and as often as they like.
    """

    __tablename__ = "lesson_fact"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    resident_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), index=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"))
    lesson: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(8))
    part: Mapped[int] = mapped_column(default=0)
    answered_right: Mapped[int] = mapped_column(default=0)
    answered_of: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    received_at: Mapped[datetime]


class ResidentPass(Base):
    """What a card opened at one kiosk. `level` as kiosk.domain.resident.Level; over when idle or `ended_at`.

    It is kept for some days more: requests that were made meanwhile may arrive late and are still this resident's.
    """

    __tablename__ = "resident_pass"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    resident_id: Mapped[str] = mapped_column(ForeignKey("resident.id"), index=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"))
    level: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class Hold(Base):
    """A hospital's time that is kept for somebody at a kiosk. `key` is made there.

    `state` is "asking", "held", "gone" (somebody else has it), "used" (a booking has taken it over), "releasing" (the
    hospital has yet to hear that it is free) or "released".
    """

    __tablename__ = "hold"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"), index=True)
    hospital: Mapped[str] = mapped_column(String(31))
    slot_id: Mapped[str] = mapped_column(String(128))
    start: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), index=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class HospitalBooking(Base):
    """What a hospital is asked for, written before it is sent. `key` is our idempotency key.

    `state` is "queued", "sending", "pending" (the hospital has not said yes yet), "booked", "cancelling", or how it
    ended: "done", "cancelled", "refused", "gone" (no such time any more), "lost" (its reply never came; it is looked
    for), "unclear" (what came back cannot be relied on). `appointment` is the Appointment as last told.
    """

    __tablename__ = "hospital_booking"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"), index=True)
    hospital: Mapped[str] = mapped_column(String(31))
    slot_id: Mapped[str] = mapped_column(String(128))
    hold_key: Mapped[str] = mapped_column(String(64), default="")
    reference: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(12), index=True)
    appointment: Mapped[dict[str, Any]] = mapped_column(default=dict)
    heard_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class StepCount(Base):
    """How often a screen was left so on one day, without anybody's name; `day` is the hub's date."""

    __tablename__ = "step_count"
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    screen: Mapped[str] = mapped_column(String(40), primary_key=True)
    left: Mapped[str] = mapped_column(String(10), primary_key=True)
    helped: Mapped[bool] = mapped_column(primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"), primary_key=True)
    count: Mapped[int] = mapped_column(BIG, default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)


class AskedCount(Base):
    """What was asked about policies in one month (2026-11), without anybody's name; `outcome` and `about` as in
    kiosk.domain.asked, the words of unanswered questions left out."""

    __tablename__ = "asked_count"
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10), primary_key=True)
    about: Mapped[str] = mapped_column(String(60), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"), primary_key=True)
    count: Mapped[int] = mapped_column(BIG, default=0)


class Unanswered(Base):
    """A question that found nothing, in words that name nobody. Settled once a card or a synonym was written for it."""

    __tablename__ = "unanswered"
    words: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int] = mapped_column(BIG, default=0)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(36), default="")


class SelfTest(Base):
    """What a kiosk found of itself on one morning; `rows` as kiosk.protocol.selftest.SelfTestRow, `red` how many are.

    `day` is the hub's own date.
    """

    __tablename__ = "self_test"
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime]
    red: Mapped[int] = mapped_column(default=0)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class Staff(Base):
    """`role`: volunteer, duty or administrator. `display_name` is what residents are told: 王阿姨.

    A badge (`badge_hash`) with its PIN (`pin_hash`, "" until the person has set it) opens helper mode at a kiosk.
    """

    __tablename__ = "staff"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    display_name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8), default="zh_CN")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    must_change: Mapped[bool] = mapped_column(default=False)
    badge_hash: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)
    pin_hash: Mapped[str] = mapped_column(String(200), default="")
    pin_failures: Mapped[int] = mapped_column(default=0)
    pin_locked_until: Mapped[datetime | None]


class StaffPass(Base):
    """What a badge and its PIN opened at one kiosk, for a short while; the token is kept as a hash."""

    __tablename__ = "staff_pass"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class StaffSession(Base):
    __tablename__ = "staff_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    csrf: Mapped[str] = mapped_column(String(64))


class Listener(Base):
    """One desk page. It listens while `armed_at` is set (its sound was unlocked by a click) and `pong_at` is recent."""

    __tablename__ = "listener"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    opened_at: Mapped[datetime]
    armed_at: Mapped[datetime | None]
    pong_at: Mapped[datetime | None]


class DutyGroup(Base):
    """Who is called together. `members` are staff ids, `rota` as kiosk.domain.rota; alarms go by `position`.

    `version` grows with every change: who edits an older one is told so and overwrites nothing.
    """

    __tablename__ = "duty_group"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]
    members: Mapped[list[str]] = mapped_column(default=list)
    rota: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str] = mapped_column(String(80), default="")
    changed_at: Mapped[datetime]


class DutyPhone(Base):
    """Whom the desk telephones when nobody acknowledges, by `position`; `version` as in a group."""

    __tablename__ = "duty_phone"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(21))
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str] = mapped_column(String(80), default="")
    changed_at: Mapped[datetime]


class Escalation(Base):
    """Whose turn an alarm is; when the turn is over stands in its request's `promise_due`.

    `stage` as kiosk.hub.alarms.turns.Stage, `goal` the group's or person's id. `rung`: whose turn it was in this round.
    """

    __tablename__ = "escalation"
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(10))
    goal: Mapped[str] = mapped_column(String(36), default="")
    name: Mapped[str] = mapped_column(String(80), default="")
    rung: Mapped[list[str]] = mapped_column(default=list)
    round_at: Mapped[datetime]


class UnarmedSpell(Base):
    """A time in which somebody should have listened and nobody did; `group_id` "" for the whole house."""

    __tablename__ = "unarmed_spell"
    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    group_id: Mapped[str] = mapped_column(String(36), default="")
    name: Mapped[str] = mapped_column(String(40), default="")
    since: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_unarmed_spell_open",
            "group_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )


class ShiftHandover(Base):
    """交班: offered by who goes, signed by who takes over. `open`: what was open then, as {"requests": [ids]}."""

    __tablename__ = "shift_handover"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    from_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    from_name: Mapped[str] = mapped_column(String(80))
    to_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    to_name: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(400), default="")
    open: Mapped[dict[str, Any]] = mapped_column(default=dict)
    offered_at: Mapped[datetime] = mapped_column(index=True)
    signed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Audit(Base):
    """Append-only: every look at a resident's data and every administrative act (S6)."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Mark(Base):
    """What tells whether two processes belong to one hub: hashes of its keys (sameness.py)."""

    __tablename__ = "mark"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
