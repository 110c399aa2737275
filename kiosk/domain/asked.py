"""What is asked about policies, counted without anybody's name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from annotated_types import Interval, MaxLen

LONGEST_WORDS = 40


class Outcome(StrEnum):
    """What came of a question, or how a card was come by."""

    CARD = "card"  # answered by a card: `about` is its id
    TEXT = "text"  # answered by an official text alone: `about` is its file's stem
    NOTHING = "nothing"  # refused: `about` are its words without anything that names anybody, "" when none are left
    PICTURE = "picture"  # a card that was opened by its picture: `about` is its id
    PERSON = "person"  # handed to a person: `about` is the card that was open, or ""


@dataclass(frozen=True)
class AskedCount:
    """So many times; see kiosk.content.policy.unnamed for the words of NOTHING."""

    outcome: Outcome
    about: Annotated[str, MaxLen(60)]
    count: Annotated[int, Interval(ge=1, le=1_000_000)]
