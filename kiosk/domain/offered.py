"""What a page offers to tap, whichever screen it is on."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Message


@dataclass(frozen=True)
class Choice:
    """A great key with a picture: a place, a topic, an answer."""

    id: str
    picture: str
    words: Message
    detail: Message | None = None


@dataclass(frozen=True)
class Key:
    """What can be done here. `main` is the filled one."""

    id: str
    words: Message
    icon: str = ""
    main: bool = False
