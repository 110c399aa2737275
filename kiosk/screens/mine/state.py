"""What has been asked for, as a bystander may read it: number, verb, time, status; the rest after 给我看 (S13)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.offered import Key
from kiosk.text import Message, msg


class Page(StrEnum):
    """LIST: everything; ONE: one matter; ASKING: whether it is to be given up (U16)."""

    LIST = "list"
    ONE = "one"
    ASKING = "asking"


class More(StrEnum):
    """What the list may still hold. NONE: all is shown; CARD: a card shows the resident's own; SIGN: 属相 does."""

    NONE = "none"
    CARD = "card"
    SIGN = "sign"


@dataclass(frozen=True)
class Matter:
    """`kind` gives colour, icon and verb; `at` is when it was asked for, `next` what comes now. `here`: this kiosk
    follows it live. `asked`: a person waits for an answer to a question. `on_paper`: a slip can be made of it.
    `hidden` is what a bystander must not see."""

    request_id: str
    kind: str
    number: int
    status: Message
    next: Message
    at: Message | None = None
    live: bool = True
    here: bool = True
    asked: bool = False
    on_paper: bool = True
    hidden: tuple[Message, ...] = ()

    @property
    def words(self) -> Message:
        return msg("mine.matter", number=self.number, verb=msg(f"mine.verb_{self.kind}"))

    @property
    def detail(self) -> Message:
        return msg("mine.detail", at=self.at, status=self.status) if self.at else self.status


_AGAIN = ("taxi", "appointment", "volunteer")


@dataclass(frozen=True)
class State:
    """`chosen` is the matter whose page is open; `shown`: its hidden part, too. `loading`: the hub is asked for what
    came from other kiosks. `paper`: slips are made here; `listens`: a message can be left here. `note` is what became
    of the last tap."""

    matters: tuple[Matter, ...] = ()
    more: More = More.NONE
    page: Page = Page.LIST
    chosen: str = ""
    shown: bool = False
    loading: bool = False
    paper: bool = False
    listens: bool = False
    note: Message | None = None

    @property
    def matter(self) -> Matter | None:
        return next((m for m in self.matters if m.request_id == self.chosen), None)

    @property
    def title(self) -> Message:
        matter = self.matter
        return matter.words if matter is not None and self.page is not Page.LIST else msg("home.mine")

    @property
    def lead(self) -> Message:
        if self.loading and not self.matters:
            return msg("mine.loading")
        return msg("mine.lead") if self.matters else msg("mine.none")

    @property
    def hint(self) -> Message:
        return msg("mine.none_hint")

    @property
    def more_key(self) -> Key | None:
        return {
            More.NONE: None,
            More.CARD: Key("card", msg("mine.card"), "card"),
            More.SIGN: Key("sign", msg("mine.sign"), "lock"),
        }[self.more]

    @property
    def kept_key(self) -> Key | None:
        """What is kept of them is for who has opened it."""
        return Key("kept", msg("mine.kept"), "card") if self.more is More.NONE and not self.loading else None

    @property
    def ways(self) -> tuple[Key, ...]:
        """Of the list, beside the matters."""
        return tuple(key for key in (self.more_key, self.kept_key, self.home_key) if key is not None)

    @property
    def home_key(self) -> Key:
        return Key("home", msg("mine.home"), "home")

    @property
    def great(self) -> Message:
        """Of a matter's page: how it stands, or the question whether to give it up."""
        matter = self.matter
        if matter is None:
            return self.lead
        return msg("mine.ask") if self.page is Page.ASKING else matter.status

    @property
    def lines(self) -> tuple[Message, ...]:
        matter = self.matter
        if matter is None:
            return (self.hint,)
        if self.page is Page.ASKING:
            return (msg("mine.ask_detail"),)
        asked = (msg("mine.asked_at", at=matter.at),) if matter.at else ()
        note = (self.note,) if self.note else ()
        return (*note, matter.next, *asked, *(matter.hidden if self.shown else ()))

    @property
    def keys(self) -> tuple[Key, ...]:
        """Of a matter's page."""
        matter = self.matter
        if matter is None:
            return ()
        if self.page is Page.ASKING:
            return (
                Key("cancel_no", msg("mine.cancel_no"), "back", main=True),
                Key("cancel_yes", msg("mine.cancel_yes"), "cross"),
            )
        keys = {
            "show": Key("show", msg("mine.show"), "eye", main=True),
            "again": Key("again", msg("mine.again"), "again", main=True),
            "print": Key("print", msg("mine.print"), "printer"),
            "help": Key("help", msg("mine.help"), "volunteer"),
            "message": Key("message", msg("request.message"), "voice"),
            "cancel": Key("cancel", msg("mine.cancel"), "cross"),
        }
        return tuple(keys[name] for name in self._possible(matter))

    def _possible(self, matter: Matter) -> list[str]:
        can_show = matter.here or (bool(matter.hidden) and not self.shown)
        again = not matter.live and matter.kind in _AGAIN
        wanted = {
            "show": can_show and not again,
            "again": again,
            "print": self.paper and matter.on_paper,
            "help": True,
            "message": self.listens and matter.here and matter.live,
            "cancel": matter.live,
        }
        return [name for name, there in wanted.items() if there]

    @property
    def say(self) -> tuple[Message, ...]:
        if self.page is Page.LIST:
            return (self.title, self.lead)
        return (self.title, self.great, *self.lines)

    @property
    def aloud(self) -> tuple[Message, ...]:
        if self.page is not Page.LIST:
            return (*self.say, *(key.words for key in self.keys))
        matters = tuple(words for m in self.matters for words in (m.words, m.detail))
        hint = () if self.matters or self.loading else (self.hint,)
        note = (self.note,) if self.note else ()
        return (self.title, self.lead, *note, *hint, *matters, *(key.words for key in self.ways))
