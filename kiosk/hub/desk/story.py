"""What happened to a request in plain words: never a code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.domain.request import Role, What
from kiosk.hub import models
from kiosk.hub.desk import endings, turns, ways
from kiosk.text import SOURCE_LANGUAGE, Message, Translator, msg, verbatim

NOTES = frozenset(
    {
        "person_gone",
        "seen",
        "owner_unproven",
        "by_phone",
        "hospital_silent",
        "booked_after_end",
        "reply_lost",
        "shift",
    }
)  # what the hub itself notes
REASONS = frozenset({"drill_over", "too_old", "age_unknown"})
ANSWERS = (
    *(f"where_{sign}" for sign in ("fall", "chest", "breath", "bleeding", "stroke", "afraid", "lost", "other")),
    *(f"talk_{wish}" for wish in ("yes", "no")),
)  # what the alarm's screen asks
CODE = re.compile(r"[a-z]+(_[a-z]+)*")  # somebody's code, which is no word for a person
EVENTS = frozenset(
    value for name, value in vars(What).items() if not name.startswith("_")
)  # every code has words: tests/hub/desk/test_words.py


def who(event: models.Event) -> Message:
    """Who did it: a name where there is one, else what they are."""
    return verbatim(event.name) if event.name else msg(f"desk.who.{event.role}")


def happened(event: models.Event) -> Message:
    """One event in plain words. A code this desk does not know is said to be unknown, not shown as a code."""
    facts = event.facts
    match event.what:
        case What.NOTE if facts.get("code") in NOTES:
            return msg(f"desk.note.{facts['code']}", phone=_text(facts, "phone"))
        case What.SAID | What.NOTE | What.ASKED:
            return msg(f"desk.event.{event.what}", who=who(event), text=_text(facts, "text"))
        case What.HANDED_OVER:
            to = verbatim(_text(facts, "to")) if facts.get("to") else msg("desk.who.everyone")
            return msg("desk.event.handed_over", who=who(event), to=to)
        case What.CAR_FOUND:
            return msg("desk.event.car_found", plate=_text(facts, "plate"), driver=_text(facts, "driver"))
        case What.COMING | What.ANSWER | What.PATH_TRIED:
            return _TOLD[event.what](facts)
        case What.CANCEL_ASKED:
            return msg(f"desk.event.{_cancelling(facts)}", who=who(event))
        case What.RINGS | What.ESCALATED | What.PHONED:
            return turns.happened(event)
        case What.DONE | What.CANCELLED | What.FAILED | What.RELEASED | What.EXPIRED:
            return _ending(event)
    known = event.what in EVENTS
    return msg(f"desk.event.{event.what}", who=who(event)) if known else msg("desk.event.other", who=who(event))


def _cancelling(facts: Mapping[str, Any]) -> str:
    if facts.get("answer") == "refused":
        return "cancel_refused"
    return "wrong_press" if facts.get("reason") == "wrong_press" else "cancel_asked"


def called_off(event: models.Event) -> bool:
    """Whether a provider cancelled on its own: a hospital, an appointment."""
    return event.what == What.CANCELLED and event.role == Role.PROVIDER


def ride(events: Sequence[models.Event]) -> dict[str, Any] | None:
    """The newest car's facts, None when there is none or it was cancelled since."""
    found: dict[str, Any] | None = None
    for event in events:
        if event.what == What.CAR_FOUND:
            found = dict(event.facts)
        elif event.what == What.COMING and found is not None and event.facts.get("minutes") is not None:
            found["minutes"] = event.facts["minutes"]
        elif event.what in (What.DRIVER_CANCELLED, What.NO_CAR, What.RELEASED):
            found = None
        elif event.what in (What.ARRIVED, What.ABOARD) and found is not None:
            found.pop("minutes", None)
    return found


def _coming(facts: Mapping[str, Any]) -> Message:
    minutes = facts.get("minutes")
    return msg("desk.event.coming", n=minutes) if minutes is not None else msg("desk.event.coming_soon")


def _answer(facts: Mapping[str, Any]) -> Message:
    question, answer = _text(facts, "question"), _text(facts, "answer")
    if f"{question}_{answer}" in ANSWERS:
        return msg(f"desk.answer.{question}_{answer}")
    question = _text(facts, "text") or question
    return msg("desk.event.answer", question=question, answer=answer)


_TOLD = {What.COMING: _coming, What.ANSWER: _answer, What.PATH_TRIED: ways.happened}


def _ending(event: models.Event) -> Message:
    """How it ended and, when somebody said it, why: our own reasons have words in every language."""
    plain = msg("desk.event.called_off" if called_off(event) else f"desk.event.{event.what}", who=who(event))
    reason = _text(event.facts, "reason") or _text(event.facts, "text")
    if (event.what, reason) == (What.RELEASED, "refused"):
        return msg("desk.event.not_done", who=who(event))
    known = _outcome_of(reason)
    if known:
        return msg("desk.event.because", what=plain, why=msg(f"desk.outcome.{known}"))
    if reason in REASONS:
        return msg("desk.event.because", what=plain, why=msg(f"desk.reason.{reason}"))
    if not reason or CODE.fullmatch(reason):
        return plain
    return msg("desk.event.because", what=plain, why=reason)


def _outcome_of(reason: str) -> str:
    """The outcome whose words were written down, as the resident was told them; "" when it is free text."""
    say = Translator(SOURCE_LANGUAGE, "hub")
    return next((code for code in endings.OUTCOMES if say(msg(f"desk.outcome.{code}")) == reason), "")


def _text(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name)
    return value[:400] if isinstance(value, str) else ""
