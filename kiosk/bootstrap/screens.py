"""Every screen, joined with what its presenter needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from importlib import import_module
from typing import Any, cast

from kiosk.adapters.ids import new_id
from kiosk.bootstrap.lessons import Teaching
from kiosk.config import PhoneEntry, Settings
from kiosk.content.first_aid.card import AidCard
from kiosk.content.guide import guide
from kiosk.domain.details import HelpCall
from kiosk.domain.places import Place
from kiosk.domain.request import Kind, Request, Status
from kiosk.ports.clock import Clock
from kiosk.ports.ids import Ids
from kiosk.ports.installed_content import InstalledContent
from kiosk.ports.navigator import Navigator
from kiosk.ports.recorder import Recorder
from kiosk.ports.tasks import Tasks
from kiosk.services.advice import Advisor
from kiosk.services.alarm import AlarmLane
from kiosk.services.appointments import Bookings
from kiosk.services.content_updates import ContentService
from kiosk.services.drilling import Drilling, drill_voice
from kiosk.services.duty import Duty
from kiosk.services.helping import Helping
from kiosk.services.messages import Messages
from kiosk.services.places import centre_places
from kiosk.services.policies import Policies
from kiosk.services.policy_news import PolicyNews
from kiosk.services.quarter import QuarterBoard
from kiosk.services.requests import Requests
from kiosk.services.residents import WhoIsHere
from kiosk.services.scans import Scans
from kiosk.services.session import Session
from kiosk.services.slips import Slips, appointment_slip, card_slip
from kiosk.services.speech import Speaker
from kiosk.services.sync import SyncEngine
from kiosk.services.typing import Typing
from kiosk.ui.kit import Kit
from kiosk.ui.navigator import Maker, Render, ScreenPresenter
from kiosk.ui.view import View

FREE_MOMENT = 0.05


@dataclass(frozen=True)
class Parts:
    """What screens are made of."""

    settings: Settings
    speech: Speaker
    navigator: Navigator
    session: Session
    clock: Clock
    requests: Requests
    residents: WhoIsHere
    times: Bookings
    policies: Policies
    advisor: Advisor
    typing: Typing
    news: PolicyNews
    quarter: QuarterBoard
    scans: Scans
    sync: SyncEngine
    lane: AlarmLane
    duty: Duty
    raise_alarm: Callable[[], None]
    uncover: Callable[[], None]
    slips: Slips
    helping: Helping
    teaching: Teaching
    tasks: Tasks
    health: Callable[[], tuple[tuple[str, str], ...]]
    zone: tzinfo | None = None
    recorder: Recorder | None = None
    drilling: Drilling | None = None
    messages: Messages | None = None
    content: InstalledContent | None = None
    updates: ContentService | None = None
    ids: Ids = new_id
    first_aid: Callable[[], tuple[AidCard, ...]] = tuple

    @property
    def listens(self) -> bool:
        """Whether a message can be left here: without a microphone no key says so."""
        return self.messages is not None and self.recorder is not None and self.recorder.available


def makers(parts: Callable[[], Parts]) -> dict[str, Maker]:
    """A maker for every screen; modules are imported when a screen is first shown. `parts` is asked then."""
    wiring: Mapping[str, Callable[[Parts], dict[str, Any]]] = {
        "home": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "requests": p.requests,
            "raise_alarm": p.raise_alarm,
            "news": p.news,
            "quarter": p.quarter,
        },
        "taxi": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "requests": p.requests,
            "places": centre_places(p.settings.taxi),
            "usual": p.residents.current.habits.places,
            "remember": partial(_remember_place, p),
            "clock": p.clock,
            "zone": p.zone,
            "lead_minutes": p.settings.taxi.leave_before_minutes,
        },
        "doctor": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "clock": p.clock,
            "requests": p.requests,
            "times": p.times,
            "residents": p.residents,
            "line": p.sync,
            "raise_alarm": p.raise_alarm,
            "zone": p.zone,
            "guide": guide() if p.settings.doctor.guide_approved_by else None,
            "approved_by": p.settings.doctor.guide_approved_by,
        },
        "policy": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "clock": p.clock,
            "requests": p.requests,
            "policies": p.policies,
            "advisor": p.advisor,
            "news": p.news,
            "quarter": p.quarter,
            "listens": p.listens,
            "zone": p.zone,
        },
        "quarter": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "board": p.quarter,
            "prints": p.slips.offered,
        },
        "ask": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "clock": p.clock,
            "requests": p.requests,
            "typing": p.typing,
            "advisor": p.advisor,
            "listens": p.listens,
            "zone": p.zone,
        },
        "reader": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "requests": p.requests,
            "advisor": p.advisor,
        },
        "lessons": _lessons,
        "request": _request,
        "volunteer": lambda p: {
            "navigator": p.navigator,
            "requests": p.requests,
            "duty": p.duty,
            "phone": p.settings.kiosk.centre_phone,
        },
        "message": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "clock": p.clock,
            "recorder": p.recorder,
            "messages": p.messages,
        },
        "alarm": _alarm,
        "drill": lambda p: {"navigator": p.navigator, "drill": p.drilling, "speech": drill_voice(p.speech)},
        "drill_call": lambda p: {**_alarm(p), "lane": _drilling(p).lane, "speech": drill_voice(p.speech)},
        "mine": lambda p: {
            "navigator": p.navigator,
            "requests": p.requests,
            "residents": p.residents,
            "line": p.sync,
            "clock": p.clock,
            "slips": p.slips,
            "listens": p.listens,
            "zone": p.zone,
        },
        "kept": lambda p: {"navigator": p.navigator, "residents": p.residents},
        "who": lambda p: {"navigator": p.navigator, "residents": p.residents, "scans": p.scans, "session": p.session},
        "helper": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "helping": p.helping,
            "scans": p.scans,
            "tasks": p.tasks,
            "health": p.health,
            "updates": p.updates,
        },
        "updates": lambda p: {
            "navigator": p.navigator,
            "helping": p.helping,
            "updates": p.updates,
            "zone": p.zone,
        },
        "register": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "helping": p.helping,
            "residents": p.residents,
            "scans": p.scans,
            "ids": p.ids,
            "slip": card_slip,
            "months": p.settings.hub.resident_months,
        },
        "slip": _slip,
        "resting": lambda p: {
            "navigator": p.navigator,
            "session": p.session,
            "clock": p.clock,
            "duty": p.duty,
            "requests": p.requests,
            "zone": p.zone,
            "phone": _phones(p)[0].number,
        },
        "idle": lambda p: {"clock": p.clock, "session": p.session, "gone": p.uncover},
        "trouble": lambda p: {"navigator": p.navigator},
    }
    return {name: _maker(name, wire, parts) for name, wire in wiring.items()}


def load_ahead(names: Iterable[str], later: Callable[[float, Callable[[], None]], object]) -> None:
    """Import these screens, each in a free moment of its own: then the first tap on a key is as quick as the next."""
    rest = iter(names)

    def load_one() -> None:
        name = next(rest, None)
        if name is None:
            return
        with suppress(Exception):  # a screen that cannot be loaded is met when it is opened
            for part in ("presenter", "view"):
                import_module(f"kiosk.screens.{name}.{part}")
        later(FREE_MOMENT, load_one)

    later(FREE_MOMENT, load_one)


def view_class(screen: str) -> Callable[[Kit], View]:
    """The view of a screen, by name."""
    return cast(Callable[[Kit], View], import_module(f"kiosk.screens.{_package(screen)}.view").View)


def _package(screen: str) -> str:
    """A drill's call is the alarm's own screen, on the drill's own lane."""
    return "alarm" if screen == "drill_call" else screen


def _drilling(parts: Parts) -> Drilling:
    if parts.drilling is None:
        raise RuntimeError("this kiosk has no drills")
    return parts.drilling


def _maker(name: str, wire: Callable[[Parts], dict[str, Any]], parts: Callable[[], Parts]) -> Maker:
    def presenter(render: Render, **args: Any) -> ScreenPresenter:
        made = import_module(f"kiosk.screens.{_package(name)}.presenter").Presenter
        known = parts()
        if name == "request":
            args = {"request": _known(known, str(args["request_id"]))}
        return cast(ScreenPresenter, made(render, **{"speech": known.speech, **wire(known)}, **args))

    return Maker(presenter, lambda kit: view_class(name)(kit))


def _request(parts: Parts) -> dict[str, Any]:
    from kiosk.screens.request.wording import Centre

    settings = parts.settings
    promise = settings.promise
    return {
        "navigator": parts.navigator,
        "session": parts.session,
        "clock": parts.clock,
        "requests": parts.requests,
        "line": parts.sync,
        "listens": lambda: parts.listens,
        "residents": parts.residents,
        "slip": partial(appointment_slip, zone=parts.zone) if parts.slips.offered else None,
        "centre": Centre(settings.kiosk.centre_phone, settings.taxi.stand_at, promise.volunteer_minutes, parts.zone),
        "promise": {Kind.TAXI: promise.taxi_minutes * 60.0, Kind.VOLUNTEER: promise.volunteer_minutes * 60.0},
    }


def _remember_place(parts: Parts, place: Place) -> None:
    """Where somebody went; not where they went in practice."""
    if not parts.teaching.practising():
        parts.residents.remember_place(place)


def _lessons(parts: Parts) -> dict[str, Any]:
    return {
        "navigator": parts.navigator,
        "session": parts.session,
        "clock": parts.clock,
        "shelf": parts.teaching.shelf,
        "progress": parts.teaching.learning,
        "give": parts.teaching.give,
        "practise": parts.teaching.practise,
        "prints": parts.slips.offered,
    }


def _slip(parts: Parts) -> dict[str, Any]:
    from kiosk.adapters.printer import PIXELS
    from kiosk.screens.slip.state import Paper

    paper = Paper(PIXELS[parts.settings.printer.width_mm], parts.settings.kiosk.demo)
    return {"navigator": parts.navigator, "slips": parts.slips, "paper": paper}


def _phones(parts: Parts) -> tuple[PhoneEntry, ...]:
    """Whom to ring when nobody answers: at least the centre."""
    kiosk = parts.settings.kiosk
    return parts.settings.alarm.phones or (PhoneEntry(kiosk.place, kiosk.centre_phone),)


def _alarm(parts: Parts) -> dict[str, Any]:
    from kiosk.bootstrap.first_aid import plan_of
    from kiosk.screens.alarm.state import Phone

    alarm = parts.settings.alarm
    return {
        "navigator": parts.navigator,
        "session": parts.session,
        "lane": parts.lane,
        "phones": tuple(Phone(entry.name, entry.number) for entry in _phones(parts)),
        "countdown": alarm.countdown_seconds,
        "promised": lambda: parts.duty.promised,
        "first_aid": parts.first_aid,
        "plan": plan_of(parts.settings),
    }


def _known(parts: Parts, request_id: str) -> Request:
    """The request, or one whose fate has to be found out when nobody here knows it any more."""
    return parts.requests.get(request_id) or Request(
        id=request_id, kind=Kind.VOLUNTEER, details=HelpCall(), status=Status.UNKNOWN
    )
