"""What is shown while somebody leaves a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.voice_note import MAX_SECONDS
from kiosk.text import Message, msg, verbatim


class Phase(StrEnum):
    """FAILED: nothing could be recorded. SENT: it is written down, and goes to the desk by itself."""

    READY = "ready"
    RECORDING = "recording"
    REVIEW = "review"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


KEYS: dict[Phase, tuple[str, ...]] = {
    Phase.READY: ("start", "leave"),
    Phase.RECORDING: ("stop",),
    Phase.REVIEW: ("send", "listen", "again"),
    Phase.SENDING: (),
    Phase.SENT: ("done",),
    Phase.FAILED: ("again", "leave"),
}


@dataclass(frozen=True)
class State:
    """`left` are the seconds that may still be spoken, `length` those that were; `heard`: something is coming in."""

    phase: Phase = Phase.READY
    left: int = MAX_SECONDS
    length: int = 0
    heard: bool = False
    playing: bool = False
    problem: Message | None = None

    @property
    def title(self) -> Message:
        return msg("message.title")

    @property
    def big(self) -> Message:
        if self.phase is Phase.RECORDING:
            return verbatim(str(self.left))
        if self.phase is Phase.REVIEW:
            return msg("message.review", n=self.length)
        return msg(f"message.{self.phase}")

    @property
    def above(self) -> Message | None:
        """What the seconds are."""
        return msg("message.left") if self.phase is Phase.RECORDING else None

    @property
    def lines(self) -> tuple[Message, ...]:
        """What explains it; before a word is said, who will hear it and for how long it is kept."""
        if self.phase is Phase.READY:
            return (msg("message.only_us"), msg("message.kept"), msg("message.agree"))
        if self.phase is Phase.RECORDING:
            return (msg("message.heard" if self.heard else "message.quiet"),)
        if self.problem is not None:
            return (self.problem,)
        return (msg(f"message.{self.phase}_lead"),)

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        """Name and words; the first is the main one."""
        names = KEYS[self.phase]
        if self.playing:
            names = tuple("hush" if name == "listen" else name for name in names)
        return tuple((name, msg(f"message.{name}")) for name in names)

    @property
    def say(self) -> tuple[Message, ...]:
        if self.phase is Phase.RECORDING:  # it would be recorded
            return ()
        return (self.big, *self.lines)

    @property
    def aloud(self) -> tuple[Message, ...]:
        above = (self.above,) if self.above else ()
        return (self.title, *above, self.big, *self.lines, *(words for _, words in self.keys))
