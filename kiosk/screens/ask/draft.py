"""Where a resident stands with a question. Kept in the session and nowhere else: its end takes all of it (S3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.content.policy.advice import Advice
from kiosk.content.typing.candidate import Candidate
from kiosk.text import Message


class Page(StrEnum):
    TYPE = "type"
    THINKING = "thinking"
    ANSWERS = "answers"


@dataclass(frozen=True)
class Draft:
    """`spelling` is what was typed and is no word yet; `words` belong to it."""

    page: Page = Page.TYPE
    typed: str = field(default="", repr=False)
    spelling: str = field(default="", repr=False)
    words: tuple[Candidate, ...] = field(default=(), repr=False)
    sounds: tuple[str, ...] = ()
    advice: Advice | None = field(default=None, repr=False)
    busy: bool = False
    problem: Message | None = None
