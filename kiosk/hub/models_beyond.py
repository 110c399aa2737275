"""Tables of what a person sees to and of what leaves the building; kiosk.hub.models names them with the others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.hub.tables import BIG, Base


class Fault(Base):
    """Something a person has to see to. `kind` is "silent" (a kiosk, R6), "cap_late" or "cap_dead" (an endpoint).

    `open_key` is kind and subject while it lasts and None after: so there are never two of one at once. `seen_*` is who
    said that it is known, and `doing` what is being done about it. It ends by itself, or when a person says so.
    """

    __tablename__ = "fault"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(80))
    open_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    since: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    seen_name: Mapped[str] = mapped_column(String(80), default="")
    doing: Mapped[str] = mapped_column(String(200), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class CapEndpoint(Base):
    """How far the events have been told to an endpoint of the settings; a new one begins with what comes next."""

    __tablename__ = "cap_endpoint"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    cursor: Mapped[int] = mapped_column(BIG)


class CapMessage(Base):
    """A CAP message on its way out; `body` is the XML as it is sent, every time the same.

    `state` is "waiting", "taken" (the endpoint has it) or "dead" (given up; a fault says so). `due_at` is when it is
    tried next, and while it is being sent the end of that attempt's lease: a process that dies leaves nothing behind.
    """

    __tablename__ = "cap_message"
    seq: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    endpoint: Mapped[str] = mapped_column(String(40))
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"), index=True)
    event_seq: Mapped[int] = mapped_column(BIG)
    identifier: Mapped[str] = mapped_column(String(120), unique=True)
    sender: Mapped[str] = mapped_column(String(80))
    sent: Mapped[str] = mapped_column(String(25))
    type: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(80), default="")

    __table_args__ = (
        UniqueConstraint("endpoint", "event_seq", name="uq_cap_message_endpoint"),
        {"sqlite_autoincrement": True},
    )


class CapHeard(Base):
    """An acknowledgement that has come: a second time it changes nothing, however much later."""

    __tablename__ = "cap_heard"
    endpoint: Mapped[str] = mapped_column(String(40), primary_key=True)
    identifier: Mapped[str] = mapped_column(String(120), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"))
    at: Mapped[datetime] = mapped_column(index=True)


class Drill(Base):
    """An exercise of 紧急呼救 at one kiosk, from a volunteer's key until `ended_at`, at the latest `until`.

    `open_key` is the kiosk while it lasts and None after: one at a time. `request_id` is the exercise's call, "" until
    somebody has pressed. `why` it ended: "desk", "time", "real" (a real call came), "done" or "left".
    """

    __tablename__ = "drill"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosk.id"), index=True)
    open_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    staff_name: Mapped[str] = mapped_column(String(80), default="")
    started_at: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(8), default="")
    request_id: Mapped[str] = mapped_column(String(36), default="", index=True)


class CentrePromise(Base):
    """docs/promises.md, signed: who answers and when, in whose name. The newest without `withdrawn_at` holds."""

    __tablename__ = "centre_promise"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    signed_at: Mapped[datetime] = mapped_column(index=True)
    signed_on: Mapped[str] = mapped_column(String(10))
    signed_name: Mapped[str] = mapped_column(String(80))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    who: Mapped[str] = mapped_column(String(400))
    hours: Mapped[str] = mapped_column(String(400))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
