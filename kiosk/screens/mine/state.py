"""What is on its way, as a bystander may read it: number, verb, time, status (S13)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Message, msg


@dataclass(frozen=True)
class Matter:
    """`kind` gives colour, icon and verb; `at` is when it was asked for."""

    request_id: str
    kind: str
    number: int
    status: Message
    at: Message | None = None

    @property
    def words(self) -> Message:
        return msg("mine.matter", number=self.number, verb=msg(f"mine.verb_{self.kind}"))

    @property
    def detail(self) -> Message:
        return msg("mine.detail", at=self.at, status=self.status) if self.at else self.status


@dataclass(frozen=True)
class State:
    matters: tuple[Matter, ...] = ()

    @property
    def title(self) -> Message:
        return msg("home.mine")

    @property
    def lead(self) -> Message:
        return msg("mine.lead") if self.matters else msg("mine.none")

    @property
    def hint(self) -> Message:
        return msg("mine.none_hint")

    @property
    def home_key(self) -> Message:
        return msg("mine.home")

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.title, self.lead)

    @property
    def aloud(self) -> tuple[Message, ...]:
        if not self.matters:
            return (self.title, self.lead, self.hint, self.home_key)
        return (*self.say, *(w for m in self.matters for w in (m.words, m.detail)), self.home_key)
