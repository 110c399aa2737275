"""The board, one request, its past, and everything a person may do to it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.domain.request import Kind, Status, What
from kiosk.domain.ride import Ride
from kiosk.hub.alarms import shifts, unarmed
from kiosk.hub.database import Work
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk import alarms, appointments, board, endings, faults, talk, voices, wanted
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Me
from kiosk.hub.desk.render import translator
from kiosk.hub.desk.studio.index import expiring
from kiosk.hub.desk.talk import just_written
from kiosk.hub.errors import Conflict, Invalid, NotFound
from kiosk.hub.models import DutyGroup, Event, Request, Staff
from kiosk.hub.requests.service import RequestsService, StaffRef
from kiosk.hub.staff.sessions import Signed
from kiosk.text import SOURCE_LANGUAGE, Message, msg

router = APIRouter()
log = logging.getLogger(__name__)
KINDS = ("", *Kind)
ON_THE_WAY = "coming_now"  # who says so to somebody in need is on the way


@dataclass(frozen=True)
class Filled:
    """What a person filled in, whatever the act."""

    text: str = ""
    phrase: str = ""
    outcome: str = ""
    to: str = ""
    plate: str = ""
    colour: str = ""
    driver: str = ""
    minutes: str = ""


@dataclass(frozen=True)
class Phrase:
    name: str
    label: str


Act = Callable[[RequestsService, Work, str, StaffRef, Filled], Awaitable[str]]


@router.get("/")
async def board_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    shown = await board.board(session, frame.viewer(me))
    await frame.looked(session, me, "looked_at_board")
    beside: dict[str, Any] = {
        "faults": await faults.standing(session),
        "unarmed": await unarmed.gaps(session, frame.now, frame.hub.settings.duty),
        "offers": await shifts.offered_to(session, me.staff.id, frame.now),
        "expiring": await expiring(frame, me),
    }
    return await frame.show(session, me, "board.html", shown=shown, board=shown, here="now", **beside)


@router.get("/history")
async def history_page(
    me: Me, frame: FrameDep, session: ReadDep, kind: str = "", page: Annotated[int, Query(ge=1, le=5000)] = 1
) -> Response:
    chosen = kind if kind in KINDS else ""
    cards, more = await board.history(session, frame.viewer(me), chosen, page)
    await frame.looked(session, me, "looked_at_history", str(page))
    return await frame.show(
        session, me, "history.html", cards=cards, more=more, page=page, chosen=chosen, kinds=KINDS, here="history"
    )


@router.get("/requests/{request_id}")
async def request_page(request_id: str, me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await _detail(frame, session, me, request_id)


async def _detail(
    frame: Frame, session: AsyncSession, me: Signed, request_id: str, bad: Message | None = None, status: int = 200
) -> Response:
    found = await board.one(session, request_id, frame.viewer(me))
    if found is None:
        raise NotFound
    card, request, events = found
    await frame.looked(session, me, "looked_at_request", request_id)
    colleagues = await session.scalars(
        select(Staff).where(Staff.disabled_at.is_(None), Staff.id != me.staff.id).order_by(Staff.display_name)
    )
    alarm = request.kind == Kind.ALARM
    return await frame.show(
        session,
        me,
        "alarm.html" if alarm else "request.html",
        status=status,
        bad=bad,
        card=card,
        wanted=wanted.wanted(request),
        **(await alarms.facts(frame, session, me, request, events) if alarm else _visit(request, events)),
        voices=await voices.left(session, events),
        called_off=request.status == Status.CANCELLED and request.taken_by == me.staff.id and board.unseen(events),
        events=list(reversed(events)),
        phrases=[Phrase(name, _label(name, me)) for name in talk.PHRASES.get(request.kind, ())],
        closings=endings.CLOSINGS.get(request.kind, ()),
        colleagues=colleagues.all(),
        answer_sets=talk.answer_sets(me.staff.language),
        here="now" if not card.ended else "history",
    )


def _visit(request: Request, events: Sequence[Event]) -> dict[str, Any]:
    """What is booked, line by line, and the form that books or moves it."""
    known = appointments.confirmed(events) if request.kind == Kind.APPOINTMENT else None
    return {"booked": wanted.booked(known) if known else [], "book": appointments.form_for(request.details, known)}


def _label(name: str, me: Signed) -> str:
    """What is said to the resident, as the resident hears it, with its meaning for a reader of another language."""
    said = translator(SOURCE_LANGUAGE)(msg(f"desk.phrase.{name}"))
    if me.staff.language == SOURCE_LANGUAGE:
        return said
    return f"{translator(me.staff.language)(msg(f'desk.phrase.{name}'))} ({said})"


@router.post("/requests/{request_id}/ask")
async def ask(
    request_id: str,
    me: Me,
    frame: FrameDep,
    text: Annotated[str, Form(max_length=200)] = "",
    set_: Annotated[str, Form(alias="set", max_length=20)] = "",
    answer: Annotated[list[str] | None, Form(max_length=5)] = None,
) -> Response:
    """One sentence and its answers: a ready-made set, or what was written."""
    asking = partial(talk.ask, frame.hub.requests, request_id, text, talk.answers_of(set_, answer or ()))
    return await carry_out(frame, me, request_id, asking)


@router.post("/requests/{request_id}/book")
async def book(
    request_id: str, me: Me, frame: FrameDep, form: Annotated[appointments.Filled, Depends(appointments.filled)]
) -> Response:
    """A person arranged it with the hospital."""

    async def do(work: Work, staff: StaffRef) -> str:
        await frame.hub.requests.book(work, request_id, staff, appointments.arranged(form))
        return "booked"

    return await carry_out(frame, me, request_id, do)


@router.post("/requests/{request_id}/phoned")
async def phoned(
    request_id: str,
    me: Me,
    frame: FrameDep,
    phone: Annotated[str, Form(max_length=40)] = "",
    how: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Somebody of the telephone list was telephoned: they come, or nobody answered."""
    return await carry_out(frame, me, request_id, partial(alarms.phoned, frame, request_id, phone, how))


@router.post("/requests/{request_id}/{action}")
async def act(
    request_id: str,
    action: str,
    me: Me,
    frame: FrameDep,
    text: Annotated[str, Form(max_length=400)] = "",
    phrase: Annotated[str, Form(max_length=40)] = "",
    outcome: Annotated[str, Form(max_length=40)] = "",
    to: Annotated[str, Form(max_length=40)] = "",
    plate: Annotated[str, Form(max_length=20)] = "",
    colour: Annotated[str, Form(max_length=20)] = "",
    driver: Annotated[str, Form(max_length=20)] = "",
    minutes: Annotated[str, Form(max_length=4)] = "",
) -> Response:
    """One act, then the request's page. What cannot be done any more is said in words on that same page."""
    if action not in ACTS:
        raise NotFound
    form = Filled(text, phrase, outcome, to, plate, colour, driver, minutes)
    return await carry_out(frame, me, request_id, partial(_chosen, ACTS[action], frame, request_id, form))


async def carry_out(
    frame: Frame, me: Signed, request_id: str, do: Callable[[Work, StaffRef], Awaitable[str]]
) -> Response:
    """Do it in a work of its own; `do` gives the word for what was done, or raises Conflict or Invalid.

    A database that somebody else has locked did none of it: so it is said, on the same page, whose bell rings on.
    """
    try:
        async with frame.hub.database.work() as work:
            told = await do(work, StaffRef(me.staff.id, me.staff.display_name))
    except (Conflict, Invalid) as problem:
        return await _refused(frame, me, request_id, _refusal(problem), problem.status)
    except OperationalError as error:
        log.error("an act at the desk was not written: %s", type(error).__name__)  # noqa: TRY400 - its text may be personal
        return await _refused(frame, me, request_id, msg("desk.refused.locked"), 503)
    return go("/desk/" if told in ("closed", "handed", "released", "seen") else f"/desk/requests/{request_id}", told)


async def _refused(frame: Frame, me: Signed, request_id: str, why: Message, status: int) -> Response:
    async with frame.hub.database.read() as session:
        answer = await _detail(frame, session, me, request_id, why, status)
    answer.headers["Content-Location"] = f"/desk/requests/{request_id}"  # what this page is, for desk.js
    return answer


async def _chosen(act_: Act, frame: Frame, request_id: str, form: Filled, work: Work, staff: StaffRef) -> str:
    return await act_(frame.hub.requests, work, request_id, staff, form)


def _refusal(problem: Conflict | Invalid) -> Message:
    if isinstance(problem, Invalid):
        return msg("desk.refused.invalid")
    if problem.reason == "taken" and problem.holder:
        return msg("desk.refused.taken", name=problem.holder)
    known = problem.reason in ("ended", "provider", "taken")
    return msg(f"desk.refused.{problem.reason}" if known else "desk.refused.moved")


async def _accept(service: RequestsService, work: Work, request_id: str, staff: StaffRef, _: Filled) -> str:
    await service.accept(work, request_id, staff)
    return "accepted"


async def _take_over(service: RequestsService, work: Work, request_id: str, staff: StaffRef, _: Filled) -> str:
    await service.take_over(work, request_id, staff)
    return "accepted"


async def _say(service: RequestsService, work: Work, request_id: str, staff: StaffRef, form: Filled) -> str:
    phrases = {talk.STILL_COMING, *(name for names in talk.PHRASES.values() for name in names)}
    known = form.phrase in phrases
    text = translator(SOURCE_LANGUAGE)(msg(f"desk.phrase.{form.phrase}")) if known else form.text.strip()
    if not await just_written(service, work, request_id, staff, What.SAID, text):
        await service.say(work, request_id, staff, text)
    if form.phrase == ON_THE_WAY:
        await service.on_the_way(work, request_id, staff)
    return "said"


async def _note(service: RequestsService, work: Work, request_id: str, staff: StaffRef, form: Filled) -> str:
    if not await just_written(service, work, request_id, staff, What.NOTE, form.text.strip()):
        await service.note(work, request_id, staff, form.text)
    return "noted"


async def _hand_over(service: RequestsService, work: Work, request_id: str, staff: StaffRef, form: Filled) -> str:
    person = await work.session.get(Staff, form.to)
    group = await work.session.get(DutyGroup, form.to)
    if group is None and (person is None or person.disabled_at is not None):
        raise Invalid
    name = group.name if group is not None else person.display_name if person is not None else ""
    await service.hand_over(work, request_id, staff, name, form.to)
    return "handed"


async def _release(service: RequestsService, work: Work, request_id: str, staff: StaffRef, _: Filled) -> str:
    await service.release(work, request_id, staff)
    return "released"


async def _close(service: RequestsService, work: Work, request_id: str, staff: StaffRef, form: Filled) -> str:
    ending = endings.OUTCOMES.get(form.outcome)
    if ending is None:
        raise Invalid
    reason = translator(SOURCE_LANGUAGE)(msg(f"desk.outcome.{form.outcome}"))
    if form.text.strip():
        await service.note(work, request_id, staff, form.text)  # for the desk: the resident reads the outcome alone
    if ending == What.CANCELLED:
        await service.cancel(work, request_id, staff, reason)
    else:
        await service.close(work, request_id, staff, Status(ending), reason)
    return "closed"


async def _resolve(service: RequestsService, work: Work, request_id: str, staff: StaffRef, form: Filled) -> str:
    """An unknown one, asked about by telephone: it is coming, it is not and I do it, it is not wanted any more."""
    if form.to not in ("coming", "mine", "off"):
        raise Invalid
    status = {"coming": Status.ACCEPTED, "mine": Status.DELIVERED, "off": Status.CANCELLED}[form.to]
    await service.resolve(work, request_id, staff, status)
    if form.to == "mine":
        await service.accept(work, request_id, staff)
    return "resolved"


async def _car(service: RequestsService, work: Work, request_id: str, staff: StaffRef, form: Filled) -> str:
    if not form.plate.strip():
        raise Invalid
    minutes = int(form.minutes) if form.minutes.isascii() and form.minutes.isdigit() else None
    ride = Ride(form.plate.strip(), form.colour.strip(), form.driver.strip(), minutes, service.settings.stand_at)
    await service.car_found(work, request_id, staff, ride)
    return "car"


async def _no_time(service: RequestsService, work: Work, request_id: str, staff: StaffRef, form: Filled) -> str:
    """No time could be found; why, in words that the resident reads."""
    if not form.text.strip():
        raise Invalid
    await service.close(work, request_id, staff, Status.FAILED, form.text)
    return "closed"


async def _remind(service: RequestsService, work: Work, request_id: str, staff: StaffRef, _: Filled) -> str:
    await service.remind(work, request_id, staff)
    return "reminded"


async def _seen(service: RequestsService, work: Work, request_id: str, staff: StaffRef, _: Filled) -> str:
    await service.seen(work, request_id, staff)
    return "seen"


ACTS: dict[str, Act] = {
    "accept": _accept,
    "take_over": _take_over,
    "say": _say,
    "note": _note,
    "hand_over": _hand_over,
    "release": _release,
    "close": _close,
    "resolve": _resolve,
    "car": _car,
    "no_time": _no_time,
    "remind": _remind,
    "seen": _seen,
}
