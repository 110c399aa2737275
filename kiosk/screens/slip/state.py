"""What is shown before, while and after a slip is printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.offered import Key
from kiosk.domain.slip import Slip
from kiosk.text import Message, msg


class Phase(StrEnum):
    """READY: it can be printed; NONE: no printer here, so it is for reading and copying."""

    READY = "ready"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    NONE = "none"


@dataclass(frozen=True)
class Paper:
    """`width` is the dots across; `demo` puts 演示 on every slip."""

    width: int = 576
    demo: bool = False


@dataclass(frozen=True)
class State:
    """`problem` says what the printer lacks and what to do now."""

    slip: Slip
    paper: Paper = Paper()
    phase: Phase = Phase.READY
    problem: Message | None = None

    @property
    def title(self) -> Message:
        return msg("slip.title", what=self.slip.title)

    @property
    def lead(self) -> Message:
        return self.problem or msg(f"slip.{self.phase}")

    @property
    def keys(self) -> tuple[Key, ...]:
        read, leave = Key("read", msg("slip.read"), "listen"), Key("leave", msg("slip.leave"), "home")
        help_, done = Key("help", msg("slip.help"), "volunteer", main=True), Key("leave", msg("slip.done"), "check")
        return {
            Phase.READY: (Key("print_it", msg("slip.print"), "printer", main=True), read, leave),
            Phase.PRINTING: (read, done),
            Phase.PRINTED: (Key("leave", msg("slip.done"), "check", main=True), read, self._again("slip.one_more")),
            Phase.FAILED: (help_, self._again("slip.again"), read, leave),
            Phase.NONE: (help_, read, leave),
        }[self.phase]

    def _again(self, words: str) -> Key:
        return Key("print_it", msg(words), "printer")

    @property
    def text(self) -> tuple[Message, ...]:
        """Everything that stands on the slip, for the ear. Personal: where somebody goes, and when."""
        lines = tuple(Message(line.words.key, line.words.args, personal=True) for line in self.slip.lines)
        number = (msg("slip.number", number=self.slip.number),) if self.slip.number else ()
        code = (self.slip.qr_words,) if self.slip.qr_words else ()
        return (self.slip.title, *number, *lines, *code, msg("slip.no_money"))

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.title, self.lead) if self.phase in (Phase.READY, Phase.NONE) else (self.lead,)

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, self.lead, *self.text, *(key.words for key in self.keys))
