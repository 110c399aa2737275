"""What happened on an alarm's ways beside the hub, in the desk's words (kiosk.ports.alarm_path.Step)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.domain.request import What
from kiosk.text import Message, msg, verbatim

PATH_REASONS = ("busy", "no answer", "unreachable")
PATH_STEPS = frozenset(
    {"calling", "answered", "confirmed", "talking", "deaf", "ended", "taken", "released", "said", "asked", "heard"}
    | {"closed"}
    | {f"failed_{reason.replace(' ', '_')}" for reason in PATH_REASONS}
)


def happened(facts: Mapping[str, Any]) -> Message:
    """What happened on a way beside the hub, and how long after the countdown."""

    def text(name: str) -> str:
        value = facts.get(name)
        return value if isinstance(value, str) else ""

    step, number = text("step"), facts.get("number")
    if step == "failed" and text("reason") in PATH_REASONS:
        step = f"failed_{text('reason').replace(' ', '_')}"
    word = "path_ok" if facts.get("ok") is True else What.PATH_TRIED
    word = f"path_{step}" if step in PATH_STEPS else word
    by = verbatim(text("by")) if text("by") else msg("desk.event.path_somebody")
    n = number if isinstance(number, int) else 1
    what = msg(f"desk.event.{word}", path=_place(text("path")), n=n, by=by, text=text("text"))
    seconds = facts.get("seconds")
    known = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    return msg("desk.event.path_after", what=what, s=seconds) if known else what


def _place(path: str) -> Message:
    """A way's own name; the kiosk's first hub has none that another hub would know."""
    return msg("desk.event.path_first_hub") if path == "first-hub" else verbatim(path)
