"""What happened to an alarm on the ways beside the hub, as its own events tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.domain.request import Request, What
from kiosk.ports.alarm_path import Step

COMING = frozenset({Step.CONFIRMED, Step.TAKEN})
MOVES = COMING | {Step.RELEASED}


def tried(request: Request) -> Iterator[Mapping[str, Any]]:
    """What happened on the ways beside the hub, oldest first."""
    return (event.facts for event in request.events if event.what == What.PATH_TRIED)


def taken(request: Request) -> bool:
    """Whether a person comes: at a telephone they pressed the key, at another hub's desk they took it and kept it."""
    last = {facts.get("path"): facts.get("step") for facts in tried(request) if facts.get("step") in MOVES}
    return any(step in COMING for step in last.values())


def by(request: Request) -> str:
    """Who of another hub's desk took it last, "" for nobody."""
    names = [str(facts.get("by", "")) for facts in tried(request) if facts.get("step") == Step.TAKEN]
    return names[-1] if names else ""


def said(request: Request) -> str:
    """What another hub's desk said to the resident last."""
    words = [str(facts.get("text", "")) for facts in tried(request) if facts.get("step") == Step.SAID]
    return words[-1] if words else ""


def closed(request: Request) -> bool:
    """Whether a person at another hub has closed it."""
    return any(facts.get("step") == Step.CLOSED for facts in tried(request))
