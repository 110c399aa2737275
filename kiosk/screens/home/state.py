"""What the home screen shows."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Message, msg


@dataclass(frozen=True)
class HomeKey:
    """A key of the home screen. `id` names its service, colour and icon; `great` ones are the four of the product."""

    id: str
    great: bool
    words: Message
    detail: Message


def _key(name: str, *, great: bool = False) -> HomeKey:
    return HomeKey(name, great, msg(f"home.{name}"), msg(f"home.{name}_detail"))


KEYS = (
    _key("doctor", great=True),
    _key("taxi", great=True),
    _key("lessons"),
    _key("policy", great=True),
    _key("alarm", great=True),
    _key("mine"),
)


@dataclass(frozen=True)
class State:
    """`waiting`: how many things of this kiosk are on their way; told on 我的事情."""

    waiting: int = 0

    @property
    def keys(self) -> tuple[HomeKey, ...]:
        if not self.waiting:
            return KEYS
        mine = HomeKey("mine", False, msg("home.mine"), msg("home.mine_waiting", count=self.waiting))
        return tuple(mine if key.id == "mine" else key for key in KEYS)

    @property
    def title(self) -> Message:
        return msg("home.title")

    @property
    def say(self) -> tuple[Message, ...]:
        return (msg("home.title"), msg("home.say"))

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, *(words for key in self.keys for words in (key.words, key.detail)))
