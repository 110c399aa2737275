"""What is shown while a volunteer is asked over, and when nobody is there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.text import Message, msg, verbatim


class Phase(StrEnum):
    """CALLING: being written down; NOBODY: nobody is on duty, the resident chooses; UNSURE: the hub is out of reach."""

    CALLING = "calling"
    NOBODY = "nobody"
    UNSURE = "unsure"
    FAILED = "failed"


@dataclass(frozen=True)
class State:
    """`when`: when somebody will be there. `phone` is the centre's, shown large when nobody can come."""

    phase: Phase = Phase.CALLING
    phone: str = ""
    when: Message | None = None
    busy: bool = False
    problem: Message | None = None

    @property
    def title(self) -> Message:
        return msg("volunteer.title")

    @property
    def big(self) -> Message:
        return msg(f"volunteer.{self.phase}")

    @property
    def lines(self) -> tuple[Message, ...]:
        """What explains it: since when, until when, what now."""
        if self.phase is Phase.CALLING:
            return (msg("volunteer.calling_lead"),)
        when = (self.when,) if self.when and self.phase is Phase.NOBODY else ()
        return (*((self.problem,) if self.problem else ()), *when, msg(f"volunteer.{self.phase}_lead"))

    @property
    def phone_label(self) -> Message:
        return msg("volunteer.phone")

    @property
    def phone_words(self) -> Message | None:
        return verbatim(self.phone) if self.phone and self.phase is not Phase.CALLING else None

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        if self.phase is Phase.CALLING or self.busy:
            return ()
        main = "retry" if self.phase is Phase.FAILED else "wish"
        return (
            (main, msg(f"volunteer.{main}")),
            ("leave", msg("volunteer.leave")),
            ("helper", msg("volunteer.helper")),  # who has come by chance, and has a badge
        )

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.big, *self.lines)

    @property
    def aloud(self) -> tuple[Message, ...]:
        phone = (self.phone_label, self.phone_words) if self.phone_words else ()
        return (self.title, *self.say, *phone, *(words for _, words in self.keys))
