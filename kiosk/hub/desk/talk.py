"""What a person says and asks from the desk, in words that fit the resident's screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from kiosk.domain.request import Kind, What
from kiosk.hub.database import Work
from kiosk.hub.desk.render import translator
from kiosk.hub.models import Event
from kiosk.hub.requests.service import RequestsService, StaffRef
from kiosk.text import SOURCE_LANGUAGE, msg

PHRASES: Mapping[str, tuple[str, ...]] = {
    Kind.TAXI: ("taxi_called", "taxi_wait", "coming"),
    Kind.ALARM: ("coming_now", "called_120", "stay"),
    Kind.VOLUNTEER: ("coming", "five_minutes", "sit"),
    Kind.APPOINTMENT: ("coming", "five_minutes", "sit"),
    Kind.CONSULTATION: ("coming", "five_minutes", "sit"),
}
STILL_COMING = "still_coming"  # said when somebody pressed by mistake and a person comes all the same
ANSWER_SETS: Mapping[str, tuple[str, ...]] = {
    "yes_no": ("yes", "no"),
    "part": ("morning", "afternoon", "either"),
    "day": ("today", "tomorrow", "day_after"),
}  # ready-made answers, each a key at the kiosk
SAME_TEXT = timedelta(seconds=10)  # the same words again within this are a double click, not a second saying


@dataclass(frozen=True)
class AnswerSet:
    name: str
    label: str


def answer_sets(language: str) -> list[AnswerSet]:
    """Ready-made answers, as the resident reads them; a reader of another language is told what they mean."""
    return [AnswerSet(name, _label(name, language)) for name in ANSWER_SETS]


def answers_of(chosen: str, own: Sequence[str]) -> list[str]:
    """The resident's words for a ready-made set, or a person's own, without what was left empty."""
    if chosen in ANSWER_SETS:
        return _words(chosen, SOURCE_LANGUAGE)
    return [clean for word in own if (clean := " ".join(word.split()))]


async def ask(
    service: RequestsService, request_id: str, text: str, answers: Sequence[str], work: Work, staff: StaffRef
) -> str:
    text = " ".join(text.split())
    if not await just_written(service, work, request_id, staff, What.ASKED, text):
        await service.ask(work, request_id, staff, text, answers)
    return "asked"


async def just_written(
    service: RequestsService, work: Work, request_id: str, staff: StaffRef, what: str, text: str
) -> bool:
    """Whether this person wrote just this a moment ago: a form sent twice takes effect once."""
    last = await work.session.scalar(
        select(Event)
        .where(Event.request_id == request_id, Event.what == what, Event.staff_id == staff.id)
        .order_by(Event.seq.desc())
        .limit(1)
    )
    return last is not None and last.facts.get("text") == text and last.at > service.clock.now() - SAME_TEXT


def _label(name: str, language: str) -> str:
    said = " / ".join(_words(name, SOURCE_LANGUAGE))
    return said if language == SOURCE_LANGUAGE else f"{' / '.join(_words(name, language))} ({said})"


def _words(name: str, language: str) -> list[str]:
    say = translator(language)
    return [say(msg(f"desk.answers.{name}_{word}")) for word in ANSWER_SETS[name]]
