"""A way out for a call for help beside the hub: a lamp, a siren, a short message or a telephone call to whoever is on
duty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


def _loud() -> bool:
    return False


@dataclass(frozen=True)
class AlarmNote:
    """What leaves the building: where, which number, since when. Never who (S1). `at` is UTC, None when not known.

    `quiet` does not leave it: whether the kiosk may make no sound now, because somebody there is afraid.
    """

    id: str
    kiosk: str
    place: str
    number: int
    at: datetime | None = None
    quiet: Callable[[], bool] = field(default=_loud, compare=False)
    drill: bool = False  # an exercise: whatever leaves says so


class Step(StrEnum):
    """What happened on a path. Only CONFIRMED and TAKEN mean that a person comes: a machine may have ANSWERED."""

    CALLING = "calling"  # a telephone is being rung
    OUT = "out"  # the lamp has switched, the gateway has taken the message
    ANSWERED = "answered"  # somebody or something picked the telephone up
    CONFIRMED = "confirmed"  # whoever picked it up pressed 1: a person is coming
    TALKING = "talking"  # the kiosk's microphone and loudspeaker are on the line
    DEAF = "deaf"  # they could not be switched on: the message goes on instead
    ENDED = "ended"  # a call that was answered is over
    FAILED = "failed"
    # another hub, beside OUT (it has it, durably) and FAILED
    TAKEN = "taken"  # a person at its desk took it
    RELEASED = "released"  # and let it go again: nobody has it
    SAID = "said"  # that person's words to the resident
    ASKED = "asked"  # that person's question to the resident
    HEARD = "heard"  # that hub has the resident's answer to it
    CLOSED = "closed"  # that person says it is over


@dataclass(frozen=True)
class PathStep:
    """`number`: which of the path's telephone numbers, from 1 in the order of the settings; 0 where it has none.

    `reason` is for the desk, short and in English: "busy", "no answer", "unreachable", "ended with 3".
    """

    step: Step
    reason: str = ""
    number: int = 0


Told = Callable[[PathStep], None]
Wanted = Callable[[], bool]


class AlarmPath(Protocol):
    """`send` and `probe` block, on a thread of their own, and raise PathFailed; nothing else."""

    @property
    def name(self) -> str:
        """As the settings call it; events and the doctor name it so."""
        ...

    @property
    def kind(self) -> str:
        """ "relay", "sms" or "sip": decides what the resident is told when it has gone out."""
        ...

    @property
    def shares(self) -> str:
        """Paths with the same word here use the same thing (one microphone) and are taken one after another; ""
        disturbs nobody."""
        ...

    def send(self, note: AlarmNote, told: Told, wanted: Wanted) -> None:
        """Bring it out: `told` hears each step as it happens, OUT or ANSWERED at least, before this returns.

        A lamp or a message takes at most about ten seconds; a telephone call as long as somebody talks. `wanted` is
        asked before each further telephone is rung, and while one rings: nobody is called once somebody is coming.
        Raises PathFailed when nothing went out.
        """
        ...

    def probe(self) -> None:
        """Whether `send` would work now; nothing leaves, nothing sounds."""
        ...

    def close(self) -> None:
        """End what is under way, from any thread."""
        ...
