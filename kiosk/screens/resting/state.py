"""What the resting screen shows."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Message, msg, verbatim

AMBULANCE = "120"

SERVICES = ("doctor", "taxi", "policy", "alarm")


@dataclass(frozen=True)
class Waiting:
    """One thing on its way, as strangers may read it: number, status, what to look for; no name, no place (S3)."""

    request_id: str
    number: int
    status: Message
    plate: str = ""
    colour: str = ""

    @property
    def words(self) -> Message:
        line = msg("resting.waiting", number=self.number, status=self.status)
        if not self.plate:
            return line
        line = msg("resting.waiting_plate", line=line, plate=self.plate)
        colour = msg("request.car_colour", colour=self.colour)
        return msg("resting.waiting_colour", line=line, colour=colour) if self.colour else line


@dataclass(frozen=True)
class State:
    """`alone` is set while nobody is known to be there: when somebody comes, None where no hours are set. `phone` is
    whom to ring until then.
    """

    time: Message
    date: Message
    duty: Message
    waiting: tuple[Waiting, ...] = ()
    alone: bool = False
    next_time: Message | None = None
    phone: str = ""

    @property
    def help(self) -> tuple[Message, ...]:
        """Said before it is needed: whom to ring while nobody is here."""
        if not self.alone:
            return ()
        ring = msg("resting.ring", ambulance=verbatim(AMBULANCE), phone=verbatim(self.phone))
        return (ring, self.next_time) if self.next_time is not None else (ring,)

    @property
    def title(self) -> Message:
        return msg("resting.title")

    @property
    def invite(self) -> Message:
        return msg("resting.invite")

    @property
    def touch(self) -> Message:
        return msg("resting.touch")

    @property
    def services(self) -> tuple[tuple[str, Message], ...]:
        return tuple((name, msg(f"home.{name}")) for name in SERVICES)

    @property
    def say(self) -> tuple[Message, ...]:
        """Nothing: a room does not want to be spoken to all day. `approached` speaks."""
        return ()

    @property
    def aloud(self) -> tuple[Message, ...]:
        can = (words for _, words in self.services)
        return (
            self.title,
            self.invite,
            self.touch,
            *can,
            self.time,
            self.date,
            self.duty,
            *self.help,
            *(w.words for w in self.waiting),
        )
