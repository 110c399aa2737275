"""The reading in characters → pinyin with tone numbers, 5 for the neutral tone, ü written v.

Letters stay as they are written, each run a token of its own; punctuation is kept only where a pause is wanted.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kiosk.voice.lexicon import Lexicon
from kiosk.voice.normal import HAN

_TOKENS = re.compile(rf"[{HAN}〇]+|[A-Za-z]+(?:[-'’][A-Za-z]+)*|[，。！？；：、…,.!?;:—\n]+")
_HAN = re.compile(rf"[{HAN}〇]")


@cache
def lexicon() -> Lexicon:
    """The words, loaded at the first use (about 0.1 s)."""
    return Lexicon()


@lru_cache(maxsize=256)
def tokens(reading: str) -> tuple[str, ...]:
    """Syllables, letters and pauses of a reading, in order. Pauses are "，" (short) and "。" (long)."""
    result: list[str] = []
    for match in _TOKENS.finditer(reading):
        part = match[0]
        if _HAN.match(part):
            words = lexicon()
            result.extend(s for s in words.syllables(part) if not _HAN.match(s))
        elif part[0].isascii() and part[0].isalpha():
            result.append(part)
        else:
            result.append("。" if any(c in "。！？!?…\n" for c in part) else "，")
    return tuple(result)


def to_pinyin(reading: str) -> str:
    """As it is printed and scored: syllables and letters separated by spaces, without pauses."""
    return " ".join(t for t in tokens(reading) if t not in "，。")
