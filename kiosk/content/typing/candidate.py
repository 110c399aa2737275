"""A word that may be meant by what was typed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """`used`: how much of what was typed the word stands for, in characters from the front."""

    text: str
    used: int
