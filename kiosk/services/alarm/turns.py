"""Whom the hub calls, once those whose turn was first have not answered (docs/emergency.md). Nothing here means that
anybody comes."""

from __future__ import annotations

from kiosk.domain.request import Event, Request, What

STEPS = frozenset({"group", "everyone", "phones", "stopped"})
ROUND_ENDS = frozenset({What.RELEASED, What.HANDED_OVER, What.RINGS})  # it begins anew


def turn_of(request: Request) -> str:
    """ "group", "everyone", "phones" (the desk is asked to telephone), "phoning" (it has begun), "outside" (nobody in
    the house is left), "stopped" (an exercise); "" before any of it."""
    for event in reversed(request.events):
        if event.what in ROUND_ENDS:
            return ""
        if step := _step(event):
            return step
    return ""


def _step(event: Event) -> str:
    match event.what:
        case What.ESCALATED:
            to = str(event.facts.get("to", ""))
            return to if to in STEPS else "everyone"
        case What.PHONED if event.facts.get("ok") is not True:
            return "phoning"
        case What.ESCALATED_OUTSIDE:
            return "outside"
    return ""
