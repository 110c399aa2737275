"""What the alarm screen shows. Nothing is claimed before it is true."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.text import Message, msg, verbatim

AMBULANCE = "120"


class Phase(StrEnum):
    COUNTDOWN = "countdown"
    CALLING = "calling"
    REACHED = "reached"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    CANCELLED = "cancelled"
    OVER = "over"


UNDER_WAY = frozenset({Phase.COUNTDOWN, Phase.CALLING, Phase.REACHED, Phase.UNANSWERED})
SENT = frozenset({Phase.CALLING, Phase.REACHED, Phase.ANSWERED, Phase.UNANSWERED})


@dataclass(frozen=True)
class Phone:
    """Whom to ring, in digits that can be read from a step away."""

    name: str
    number: str


@dataclass(frozen=True)
class State:
    """`left` of `total` seconds of the countdown; `cancel_ready` after its first second. `by` is who answered and
    `words` what they said. `unattended`: no desk listens. `asking`: 我按错了 waits for its yes."""

    phase: Phase
    left: int = 0
    total: int = 5
    cancel_ready: bool = False
    written: bool = False
    by: str = ""
    words: str = ""
    number: int = 0
    unattended: bool = False
    late: bool = False
    phones: tuple[Phone, ...] = ()
    asking: bool = False
    staying: bool = False

    @property
    def title(self) -> Message:
        return msg(f"alarm.title_{self.phase}")

    @property
    def big(self) -> Message:
        if self.asking:
            return msg("alarm.ask_wrong")
        if self.phase is Phase.COUNTDOWN:
            return msg("alarm.in_seconds", seconds=self.left)
        if self.phase is Phase.ANSWERED and self.by:
            return msg("alarm.answered_by", name=self.by)
        return msg(f"alarm.{self.phase}")

    @property
    def lead(self) -> Message:
        """What to do in this moment."""
        if self.staying:
            return msg("alarm.staying")
        if self.asking:
            return msg("alarm.ask_wrong_lead")
        if self.phase is Phase.CALLING and self.late:
            return msg("alarm.lead_late")
        return msg(f"alarm.lead_{self.phase}")

    @property
    def notes(self) -> tuple[Message, ...]:
        """What else is true: a person's words, that it is written down, that no desk listens."""
        notes = []
        if self.words and self.phase in (Phase.ANSWERED, Phase.OVER):
            notes.append(msg("alarm.said", text=self.words))
        if self.unattended and self.phase in UNDER_WAY - {Phase.UNANSWERED}:
            notes.append(msg("alarm.nobody_listens"))
        if self.written and self.phase is Phase.CALLING:
            notes.append(msg("alarm.written"))
        if self.phase is Phase.UNANSWERED:
            notes.append(msg("alarm.still_calling"))
        return tuple(notes)

    @property
    def shows_phones(self) -> bool:
        """Whether the centre's numbers stand beside 120: when nobody has answered or nobody can."""
        return bool(self.phones) and (self.phase is Phase.UNANSWERED or (self.unattended and self.phase in SENT))

    @property
    def ambulance_label(self) -> Message:
        return msg("alarm.ambulance")

    @property
    def ambulance_short(self) -> Message:
        """For small displays: the part that says what to do."""
        return msg("alarm.ambulance_short")

    @property
    def ambulance(self) -> Message:
        return verbatim(AMBULANCE)

    @property
    def shows_ambulance(self) -> bool:
        return self.phase not in (Phase.CANCELLED, Phase.OVER)

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        """The first is the large one."""
        if self.asking:
            return (("go_on", msg("alarm.go_on")), ("wrong_yes", msg("alarm.wrong_yes")))
        if self.phase is Phase.COUNTDOWN:
            return (("cancel", msg("alarm.cancel")), ("now", msg("alarm.now")))
        if self.phase in SENT:
            return (("wrong", msg("alarm.wrong")),)
        return (("home", msg("alarm.home")),)

    @property
    def say(self) -> tuple[Message, ...]:
        words = (self.big, self.lead, *self.notes)
        if self.phase is Phase.COUNTDOWN and not self.asking and not self.staying:
            return (*words, self.ambulance_label, self.ambulance)
        return words

    @property
    def aloud(self) -> tuple[Message, ...]:
        phones = tuple(verbatim(t) for p in self.phones for t in (p.name, p.number)) if self.shows_phones else ()
        ambulance = (self.ambulance_label, self.ambulance) if self.shows_ambulance else ()
        keys = tuple(words for _, words in self.keys)
        return (self.title, self.big, self.lead, *self.notes, *phones, *ambulance, *keys)
