"""The reading in characters → pinyin with tone numbers, 5 for the neutral tone, ü written v.

Letters stay as they are written, each run a token of its own; punctuation is kept only where a pause is wanted.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from kiosk.voice.lexicon import Lexicon
from kiosk.voice.normal import HAN

SHORT_PAUSE, LONG_PAUSE = "，", "。"
_TOKENS = re.compile(rf"[{HAN}〇]+|[A-Za-z]+(?:[-'’][A-Za-z]+)*|[，。！？；：、…,.!?;:—\n]+")
_HAN = re.compile(rf"[{HAN}〇]")


class Token(NamedTuple):
    """A character with its syllable, a run of letters with itself, or a pause with itself."""

    text: str
    sound: str


@cache
def lexicon() -> Lexicon:
    """The words, loaded at the first use (about 0.1 s)."""
    return Lexicon()


@lru_cache(maxsize=64)
def tokens(reading: str) -> tuple[Token, ...]:
    """Syllables, letters and pauses of a reading, in order. A character that no table knows is left out."""
    result: list[Token] = []
    for match in _TOKENS.finditer(reading):
        part = match[0]
        if _HAN.match(part):
            pairs = zip(part, lexicon().syllables(part), strict=True)
            result.extend(Token(c, s) for c, s in pairs if not _HAN.match(s))
        elif part[0].isascii() and part[0].isalpha():
            result.append(Token(part, part))
        else:
            pause = LONG_PAUSE if any(c in "。！？!?…\n" for c in part) else SHORT_PAUSE
            result.append(Token(pause, pause))
    return tuple(result)


def to_pinyin(reading: str) -> str:
    """As it is printed and scored: syllables and letters separated by spaces, without pauses."""
    return " ".join(t.sound for t in tokens(reading) if t.text not in (SHORT_PAUSE, LONG_PAUSE))
