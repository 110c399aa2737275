"""What an event of an alarm means to a platform outside, as the parts of a CAP message. Pure; no name, no telephone.

It says where, which number, since when, and what is known of it now: nobody is named, neither who pressed nor who came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.config.beyond import Site
from kiosk.domain.request import ENDED, Mode, Role, Status, What
from kiosk.hub.cap.words import Circle, Info, Type
from kiosk.hub.models import Event, Kiosk, Request
from kiosk.text import SOURCE_LANGUAGE, Message, Translator, msg

NEWS: Mapping[str, str] = {
    What.ANSWER: "answer",
    What.ACCEPTED: "accepted",
    What.RELEASED: "released",
    What.HANDED_OVER: "released",
    What.CANCEL_ASKED: "mistake",
    What.ESCALATED_OUTSIDE: "outside",
}
SEVERE = frozenset({"chest", "breath", "bleeding", "stroke"})
SIGNS = frozenset({"fall", "chest", "breath", "bleeding", "stroke", "afraid", "lost", "other"})
WHERE = "where"  # the question that asks for a sign


@dataclass(frozen=True)
class Moment:
    """What has just happened; `signs` are the answers so far, `mistaken` that somebody said it was one."""

    code: str
    signs: tuple[str, ...] = ()
    mistaken: bool = False


def goes_outside(event: Event) -> bool:
    """Nobody in the house is left, or an exercise has come as far (docs/emergency.md): now the outside is told."""
    return event.what == What.ESCALATED_OUTSIDE or (event.what == What.ESCALATED and event.facts.get("to") == "stopped")


def arrives(event: Event) -> bool:
    """The alarm has come; later, `delivered` means that it waits again."""
    return event.what == What.DELIVERED and event.role == Role.HUB


def ends(event: Event) -> bool:
    return event.status is not None and Status(event.status) in ENDED


def news(event: Event, *, answers: bool) -> str:
    """The code of what an Update says, "" for what nobody outside need know."""
    if event.what == What.ANSWER:
        return "answer" if answers and _sign(event.facts) else ""
    if event.what == What.ACCEPTED and event.role != Role.VOLUNTEER:
        return ""
    return NEWS.get(event.what, "")


def moment(code: str, before: Sequence[Event], *, answers: bool) -> Moment:
    """`before` are the alarm's events up to and with the one that is told."""
    signs = (_sign(event.facts) for event in before if event.what == What.ANSWER) if answers else ()
    mistaken = any(event.what == What.CANCEL_ASKED for event in before)
    return Moment(code, tuple(dict.fromkeys(sign for sign in signs if sign)), mistaken)


def note(now: Moment, mode: str) -> str:
    """One sentence: what is new. An exercise says first that it is one."""
    said = _say(msg(f"cap.note_{now.code}"))
    return said if mode == Mode.ACTUAL else f"{_say(msg(f'cap.{mode}'))} {said}"


def info(request: Request, kiosk: Kiosk, now: Moment, sites: Sequence[Site], hub_name: str) -> Info:
    """Where and what; for Alert and Update."""
    place = " ".join(part for part in (kiosk.place, kiosk.name) if part)
    site = next((one for one in sites if one.place == kiosk.place), None)
    headline = _say(msg("cap.headline", place=place, number=request.number))
    prefix = "" if request.mode == Mode.ACTUAL else f"{_say(msg(f'cap.{request.mode}'))} "
    severe = bool(SEVERE & set(now.signs))
    circle = (
        Circle(site.lat, site.lon, site.radius_m) if site and site.lat is not None and site.lon is not None else None
    )
    return Info(
        event=prefix + _say(msg("desk.alarm.title")),
        headline=prefix + headline,
        category="Health" if severe else "Rescue",
        urgency="Past" if request.late else "Immediate",
        severity="Severe" if severe else "Unknown",
        certainty="Unlikely" if now.mistaken else "Likely",
        area=" ".join(part for part in (site.address if site else "", place) if part),
        circle=circle,
        parameters=(("number", str(request.number)), *(("sign", sign) for sign in now.signs)),
        sender_name=hub_name,
    )


def kind(event: Event) -> Type:
    return Type.CANCEL if ends(event) else Type.UPDATE


def ending(event: Event) -> str:
    """The code of how it ended."""
    return {Status.DONE: "done", Status.CANCELLED: "cancelled"}.get(Status(event.status or ""), "ended")


def _sign(facts: Mapping[str, Any]) -> str:
    """A code from our own list, "" for anything else: a kiosk's word is not passed on unread."""
    answer = facts.get("answer")
    return answer if facts.get("question") == WHERE and answer in SIGNS else ""


def _say(words: Message) -> str:
    return Translator(SOURCE_LANGUAGE, "hub")(words)
