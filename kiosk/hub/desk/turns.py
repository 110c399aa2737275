"""Whose turn an alarm is, in plain words."""

from __future__ import annotations

from kiosk.domain.request import What
from kiosk.hub.alarms.turns import Stage
from kiosk.hub.models import Escalation, Event
from kiosk.text import Message, msg, verbatim

RINGS = ("group", "person", "everyone")
STEPS = ("group", "everyone", "phones", "stopped")


def stands(state: Escalation) -> Message:
    """Whose turn it is now."""
    return msg(f"desk.turn.{state.stage if state.stage in set(Stage) else Stage.EVERYONE}", name=state.name)


def happened(event: Event) -> Message:
    """One step of an alarm from desk to desk, with the groups that were passed over."""
    step, over = _step(event), event.facts.get("passed_over")
    if isinstance(over, list) and over:
        return msg("desk.event.passed_over", what=step, groups=" ".join(str(name) for name in over))
    return step


def _step(event: Event) -> Message:
    """A step that this desk does not know is told without its goal."""
    to, name = _text(event, "to"), _text(event, "name")
    match event.what:
        case What.RINGS:
            return msg(f"desk.event.rings_{to if to in RINGS else 'everyone'}", group=name, person=name)
        case What.PHONED:
            who = verbatim(event.name) if event.name else msg(f"desk.who.{event.role}")
            return msg(
                "desk.event.phoned" if event.facts.get("ok") is True else "desk.event.phoned_none", who=who, name=name
            )
    if to == "phones" and event.facts.get("because") == "nobody_armed":
        return msg("desk.event.escalated_unheard")
    return msg(f"desk.event.escalated_{to}", group=name) if to in STEPS else msg("desk.event.escalated")


def _text(event: Event, name: str) -> str:
    value = event.facts.get(name)
    return value[:80] if isinstance(value, str) else ""
