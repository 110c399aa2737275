"""What the home screen shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    """`waiting`: how many things of this kiosk are on their way; told on 我的事情.

    `stopped`: a service that was left half-way, whose lesson 学手机 offers, "" for none. `news`: something about
    policies is new for who stands there; a quiet word on the key, and nothing else (U20). `notices`: the centre has
    something to tell today; the same, where there is no news.
    """

    waiting: int = 0
    stopped: str = ""
    news: bool = False
    notices: bool = False

    @property
    def keys(self) -> tuple[HomeKey, ...]:
        return tuple(map(self._as_now, KEYS))

    def _as_now(self, key: HomeKey) -> HomeKey:
        if key.id == "mine" and self.waiting:
            return replace(key, detail=msg("home.mine_waiting", count=self.waiting))
        if key.id == "lessons" and self.stopped:
            return replace(key, detail=msg(f"home.lessons_{self.stopped}"))
        if key.id == "policy" and self.news:
            return replace(key, detail=msg("home.policy_news"))
        if key.id == "policy" and self.notices:
            return replace(key, detail=msg("home.policy_notices"))
        return key

    @property
    def title(self) -> Message:
        return msg("home.title")

    @property
    def say(self) -> tuple[Message, ...]:
        return (msg("home.title"), msg("home.say"))

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, *(words for key in self.keys for words in (key.words, key.detail)))
