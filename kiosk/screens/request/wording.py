"""A story in the resident's words: steps, the large answer, the keys. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import tzinfo

from kiosk.domain.details import AppointmentWish, HelpCall, TaxiWish
from kiosk.domain.leaving import moment
from kiosk.domain.offered import Key
from kiosk.domain.request import Kind, Request, Role, What
from kiosk.domain.story import Moment, Story
from kiosk.screens.request.booked import booked_panel, rows_of
from kiosk.screens.request.state import Mark, Panel, PanelKind, State, Step
from kiosk.services.requests import practised
from kiosk.services.saytime import date_words, time_words
from kiosk.text import Message, msg, verbatim

M = Moment
WITH_CAR = frozenset({M.CAR, M.ARRIVED})
NEAR_CAR = frozenset({M.ARRIVED, M.ABOARD})
ENDED = frozenset({M.DONE, M.CANCELLED, M.CANCELLED_BY, M.NO_CAR, M.FAILED, M.EXPIRED})
BOOKED = frozenset({M.BOOKED, M.MOVED})
_STOPPED = ENDED - {M.DONE} | {M.UNKNOWN}
_BY_KIND = frozenset({M.TAKEN, M.CANCELLED})
_OF_APPOINTMENT = frozenset({M.SENT, M.DONE})
_ICONS = {
    M.RECORDED: "pencil", M.OFFLINE: "wifi-off", M.SENT: "desk", M.LOOKING: "search", M.TAKEN: "person",
    M.ORDERED: "car", M.ABOARD: "car", M.DONE: "check", M.LAPSED: "people", M.RELEASED: "swap",
    M.CANCELLING: "hourglass", M.CANCELLED: "check", M.EXPIRED: "clock", M.UNKNOWN: "search", M.SLOT_GONE: "calendar",
    M.CALLED_OFF: "calendar",
}  # fmt: skip


@dataclass(frozen=True)
class Centre:
    """What every centre has its own of: its telephone and where to wait for a car. `minutes`: the helper's promise;
    `zone` None: the machine's own."""

    phone: str
    stand_at: str = ""
    minutes: int = 2
    zone: tzinfo | None = None


@dataclass(frozen=True)
class Sight:
    """What the one who looks may see and do. `own`: who asked for it stands there, so a place and a department may be
    shown; `paper`: a slip can be printed; `late`: the hospital takes no cancelling any more."""

    own: bool = False
    paper: bool = False
    late: bool = False


STRANGER = Sight()


def picture(
    request: Request, story: Story, centre: Centre, *, asking: bool = False, phone: bool = False,
    sight: Sight = STRANGER,
) -> State:  # fmt: skip
    """`asking`: giving up waits for its yes; `phone`: the resident wants the number to ring."""
    panel = _asking_panel(request, story) if asking else _panel(request, story, centre)
    if phone and not asking:
        panel = _phone_panel(request, centre, msg("request.phone_ring"))
    drawn = State(
        kind=request.kind,
        title=msg(f"request.title_{request.kind}", moment=msg(f"request.moment_{_moment_word(request, story)}")),
        steps=_steps(request, story),
        number=request.number,
        panel=panel,
        keys=_keys(request, story, sight, asking=asking, phone=phone),
        rows=rows_of(story.appointment) if story.moment in BOOKED and story.appointment and sight.own else (),
        note=None if asking else _note(request, story, centre),
        asking=asking,
        live=not request.status.ended,
    )
    return _practice(drawn) if practised(request) else drawn


def _practice(drawn: State) -> State:
    """What was practised: as far as it really came, that nobody comes for it, and the way back to the lesson."""
    big = msg(f"request.practised_{drawn.kind}")
    panel = Panel(PanelKind.WORDS, msg("request.practised"), bottom=(big,), icon="lessons")
    keys = (Key("lesson", msg("request.to_lesson"), "lessons", main=True), Key("home", msg("request.home"), "home"))
    return replace(drawn, steps=drawn.steps[:2], panel=panel, keys=keys, note=None, asking=False, rows=(), live=False)


def minutes_line(story: Story) -> Message:
    """The one line that changes while a car comes."""
    return _car_step(story)


def _moment_word(request: Request, story: Story) -> str:
    if story.moment is M.SENT and _wish(request):
        return "wish"
    return str(story.moment)


def _steps(request: Request, story: Story) -> tuple[Step, ...]:
    name = _helper(request, story)
    by = msg("request.step_accepted_by", name=name) if name and story.reached >= 3 else None
    words = [msg("request.step_recorded"), msg("request.step_delivered"), by or msg("request.step_accepted")]
    if request.kind is Kind.TAXI:
        words.append(_car_step(story))
    words.append(msg("request.step_booked" if request.kind is Kind.APPOINTMENT else "request.step_done"))
    if story.moment in _STOPPED or (story.moment is M.SLOT_GONE and request.status.ended):
        mark = Mark.NOW if story.moment is M.UNKNOWN else Mark.STOPPED
        done = [Step(w, Mark.DONE) for w in words[: story.reached]]
        return (*done, Step(msg(f"request.step_{_ending(story.moment)}"), mark))
    return tuple(Step(w, _mark(i, story)) for i, w in enumerate(words, start=1))


def _mark(step: int, story: Story) -> Mark:
    reached = story.reached
    if step == reached and story.moment is not M.DONE:
        return Mark.NOW
    return Mark.DONE if step <= reached else Mark.TO_COME


def _ending(moment: Moment) -> str:
    return {M.CANCELLED_BY: "cancelled", M.NO_CAR: "failed", M.SLOT_GONE: "failed"}.get(moment, moment).__str__()


def _car_step(story: Story) -> Message:
    if story.moment in (M.ARRIVED, M.ABOARD):
        return msg(f"request.step_{story.moment}")
    if story.reached >= 4 and story.moment is M.LOOKING:
        return msg("request.step_looking")
    minutes = story.ride.minutes if story.ride and story.moment is M.CAR else None
    return msg("request.step_coming", minutes=minutes) if minutes else msg("request.step_car")


def _panel(request: Request, story: Story, centre: Centre) -> Panel:
    moment, ride = story.moment, story.ride
    if moment in WITH_CAR and ride is not None and ride.plate:
        return _car_panel(story, centre)
    if moment in BOOKED and story.appointment is not None:
        return booked_panel(story.appointment, centre.zone)
    if moment is M.OVERDUE or (request.kind is Kind.VOLUNTEER and moment in (M.OFFLINE, M.LAPSED)):
        return _phone_panel(request, centre, msg(f"request.phone_{moment}"))
    word = _moment_word(request, story)
    return Panel(
        PanelKind.WORDS, _big(request, story, word), bottom=(_bottom(request, story, word, centre),), icon=_icon(story)
    )


def _big(request: Request, story: Story, word: str) -> Message:
    own = story.moment in _BY_KIND or (request.kind is Kind.APPOINTMENT and story.moment in _OF_APPOINTMENT)
    key = f"request.big_{word}_{request.kind}" if own else f"request.big_{word}"
    name = _helper(request, story)
    if name and story.moment in (M.TAKEN, M.CANCELLED_BY):
        return msg(f"{key}_named", name=name)
    return msg(key)


def _helper(request: Request, story: Story) -> str:
    """Who has it, by name; a hospital's name is the resident's own business (U11)."""
    taken = request.last(What.ACCEPTED, What.HANDED_OVER, What.CANCELLED)
    hospital = request.kind is Kind.APPOINTMENT and taken is not None and taken.by.role is Role.PROVIDER
    return "" if hospital else story.by


def _icon(story: Story) -> str:
    return _ICONS.get(story.moment, "info")


def _bottom(request: Request, story: Story, word: str, centre: Centre) -> Message:
    if request.kind is Kind.VOLUNTEER and word == M.SENT:
        return msg("request.sent_volunteer", minutes=centre.minutes)
    if word == M.DONE and story.appointment is not None:
        return msg("request.done_seen")
    if word == M.SLOT_GONE and not request.status.ended:
        return msg("request.slot_gone_helped")
    return msg(f"request.{word}_{request.kind}")


def _car_panel(story: Story, centre: Centre) -> Panel:
    ride = story.ride
    assert ride is not None  # noqa: S101  # the caller has looked
    where = ride.stand_at or centre.stand_at
    key = f"request.{story.moment}_wait"
    top = msg(f"{key}_at", place=where) if where else msg(key)
    bottom = [msg("request.car_colour", colour=ride.colour)] if ride.colour else []
    if ride.driver:
        bottom.append(msg("request.driver", name=ride.driver))
    return Panel(PanelKind.CAR, verbatim(ride.plate), top, tuple(bottom))


def _phone_panel(request: Request, centre: Centre, top: Message) -> Panel:
    tell = msg("request.phone_number", number=request.number)
    return Panel(PanelKind.PHONE, verbatim(centre.phone), top, (tell,))


def _asking_panel(request: Request, story: Story) -> Panel:
    before = "car" if story.moment in WITH_CAR else "taken" if story.moment is M.TAKEN else "early"
    if request.kind is not Kind.TAXI:
        before = "wish" if request.kind is Kind.APPOINTMENT and _wish(request) else str(request.kind)
    return Panel(
        PanelKind.WORDS,
        msg(f"request.ask_{request.kind}"),
        bottom=(msg(f"request.ask_detail_{before}"),),
        icon="question",
    )


def _note(request: Request, story: Story, centre: Centre) -> Message | None:
    if request.status.ended and request.kind is not Kind.CONSULTATION:  # an answer stays, also once it is closed
        return _why_failed(request)
    if story.said:
        by = story.said_by
        return msg("request.said_by", name=by, text=story.said) if by else msg("request.said", text=story.said)
    at = moment(request.details.leave_at) if isinstance(request.details, TaxiWish) else None
    if at is not None and story.moment not in NEAR_CAR:
        local = at.astimezone(centre.zone)
        return msg("request.car_for", date=date_words(local), time=time_words(local))
    if story.not_seen:
        where = (story.ride.stand_at if story.ride else "") or centre.stand_at
        return msg("request.not_seen_at", place=where) if where else msg("request.not_seen_noted")
    return None


def _why_failed(request: Request) -> Message | None:
    """Why no appointment could be found, in the words of who looked for it."""
    failed = request.last(What.FAILED) if request.kind is Kind.APPOINTMENT else None
    reason = failed.facts.get("reason") if failed is not None and failed.by.role is Role.VOLUNTEER else None
    if failed is None or not isinstance(reason, str) or not reason:
        return None
    by = failed.by.name
    return msg("request.said_by", name=by, text=reason) if by else msg("request.said", text=reason)


def _keys(request: Request, story: Story, sight: Sight, *, asking: bool, phone: bool) -> tuple[Key, ...]:
    if asking:
        yes = Key("cancel_yes", msg(f"request.cancel_yes_{request.kind}"))
        return (Key("cancel_no", msg(f"request.cancel_no_{request.kind}"), main=True), yes)
    if phone:
        return (Key("phone_hide", msg("request.phone_hide"), main=True),)
    if request.kind is Kind.APPOINTMENT:
        return _appointment_keys(request, story, sight)
    make = _TAXI_KEYS if request.kind is Kind.TAXI else _VOLUNTEER_KEYS
    keys = tuple(_KEYS[name](request) for name in make.get(story.moment, ("cancel",)))
    return tuple(k for k in keys if not (k.id == "not_seen" and story.not_seen))


def _appointment_keys(request: Request, story: Story, sight: Sight) -> tuple[Key, ...]:
    """Whoever has a card has shown it before anybody may give up what the hospital keeps for them."""
    default = ("home", "cancel") if _wish(request) else ("cancel",)
    names = _APPOINTMENT_KEYS.get(story.moment, default)
    if request.status.ended and story.moment is M.SLOT_GONE:
        names = ("again", "more_help")
    away = set() if sight.paper and sight.own else {"slip"}
    if sight.late or (request.owner.resident and not sight.own):
        away |= {"move", "cancel"}
    return tuple(_KEYS[name](request) for name in names if name not in away)


def _wish(request: Request) -> bool:
    """A person calls on it later. Only who is known by a card gets a time by machine."""
    if isinstance(request.details, AppointmentWish):
        return request.details.wish or not request.owner.resident
    return isinstance(request.details, HelpCall) and request.details.wish


_KEYS: dict[str, Callable[[Request], Key]] = {
    "cancel": lambda r: Key("cancel", msg(f"request.cancel_{r.kind}"), "cross"),
    "not_seen": lambda _: Key("not_seen", msg("request.not_seen"), "eye"),
    "help": lambda _: Key("help", msg("request.help"), "volunteer", main=True),
    "phone": lambda _: Key("phone", msg("request.phone"), "phone"),
    "later": lambda _: Key("again", msg("request.later"), "clock"),
    "again": lambda r: Key("again", msg(f"request.again_{r.kind}"), "again", main=True),
    "once_more": lambda r: Key("again", msg(f"request.again_{r.kind}"), "again"),
    "more_help": lambda _: Key("help", msg("request.help"), "volunteer"),
    "helper": lambda _: Key("helper", msg("request.helper"), "person"),
    "home": lambda _: Key("home", msg("request.home"), "check", main=True),
    "slip": lambda _: Key("slip", msg("request.slip"), "printer", main=True),
    "move": lambda _: Key("move", msg("request.move"), "calendar"),
    "taxi": lambda _: Key("taxi", msg("request.taxi"), "taxi"),
    "leave": lambda _: Key("home", msg("request.leave"), "home"),
}
_THREE_WAYS = ("help", "phone", "later")
_TAXI_KEYS: dict[Moment, tuple[str, ...]] = {
    M.OFFLINE: ("more_help", "cancel"),
    M.ORDERED: ("home", "cancel"),
    M.CAR: ("not_seen", "cancel"),
    M.ARRIVED: ("not_seen", "cancel"),
    M.ABOARD: ("home",),
    M.DONE: ("home",),
    M.LAPSED: ("phone", "cancel"),
    M.OVERDUE: ("more_help", "cancel"),
    M.DRIVER_CANCELLED: ("more_help", "cancel"),
    M.CANCELLING: (),
    M.CANCELLED: ("home", "once_more"),
    M.CANCELLED_BY: ("again", "more_help"),
    M.NO_CAR: _THREE_WAYS,
    M.FAILED: _THREE_WAYS,
    M.EXPIRED: ("again", "more_help", "leave"),
    M.UNKNOWN: ("more_help", "phone"),
}
_VOLUNTEER_KEYS: dict[Moment, tuple[str, ...]] = {
    M.CANCELLING: (),
    M.DONE: ("home",),
    M.CANCELLED: ("home",),
    M.CANCELLED_BY: ("again", "phone"),
    M.FAILED: ("again", "phone"),
    M.EXPIRED: ("again", "phone"),
    M.UNKNOWN: ("phone", "cancel"),
    M.TAKEN: ("helper", "cancel"),
}
_APPOINTMENT_KEYS: dict[Moment, tuple[str, ...]] = {
    M.OFFLINE: ("home", "cancel"),
    M.BOOKED: ("slip", "taxi", "move", "cancel"),
    M.MOVED: ("slip", "taxi", "move", "cancel"),
    M.SLOT_GONE: ("more_help", "cancel"),
    M.CALLED_OFF: ("more_help", "cancel"),
    M.DONE: ("home",),
    M.LAPSED: ("home", "phone", "cancel"),
    M.OVERDUE: ("more_help", "cancel"),
    M.CANCELLING: (),
    M.CANCELLED: ("home", "once_more"),
    M.CANCELLED_BY: ("again", "more_help"),
    M.FAILED: ("help", "phone", "once_more"),
    M.EXPIRED: ("again", "more_help"),
    M.UNKNOWN: ("more_help", "phone"),
}
