"""What stands in for a service that does not exist yet."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Message, msg


@dataclass(frozen=True)
class State:
    """`service`: doctor, policy or lessons; gives colour, icon and words."""

    service: str = "doctor"

    @property
    def title(self) -> Message:
        return msg(f"home.{self.service}")

    @property
    def words(self) -> Message:
        return msg("coming_soon.words")

    @property
    def advice(self) -> Message:
        return msg(f"coming_soon.{self.service}")

    @property
    def help_key(self) -> Message:
        return msg("coming_soon.help")

    @property
    def home_key(self) -> Message:
        return msg("coming_soon.home")

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.words, self.advice)

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, self.words, self.advice, self.help_key, self.home_key)
