"""The reading as the espeak voice wants it: pinyin with the sandhi of 一 and 不, pauses, and letters it can say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kiosk.voice.pinyin import LONG_PAUSE, SHORT_PAUSE, Token, tokens
from kiosk.voice.tables import pairs

_NUMERAL = frozenset("零〇一二三四五六七八九十幺")
_ORDINAL_AFTER = frozenset("月号日楼层班路线")
_BEFORE_NUMERAL = _NUMERAL | frozenset("第百千万亿点周期初")


@cache
def _letters() -> dict[str, str]:
    return dict(pairs("letters.txt"))


def spoken(reading: str) -> str:
    """One line for the voice, e.g. "yi2 ge4 ren2, da4 bai3". The voice itself does the third-tone sandhi."""
    words: list[str] = []
    parts = tokens(reading)
    for i, token in enumerate(parts):
        if token.text == LONG_PAUSE and words:
            words[-1] = words[-1].rstrip(",.") + "."
        elif token.text == SHORT_PAUSE and words:
            words[-1] = words[-1].rstrip(",.") + ","
        elif token.text[0].isascii():
            words.append(spell(token.text))
        elif token.text not in (LONG_PAUSE, SHORT_PAUSE):
            words.append(_sandhi(parts, i))
    return " ".join(words)


def spell(latin: str) -> str:
    """A known word as it is called, any other letter by letter."""
    letters = _letters()
    known = letters.get(latin.upper())
    return known or " ".join(letters[c] for c in latin.upper() if c in letters)


def _sandhi(parts: Sequence[Token], i: int) -> str:
    token = parts[i]
    after = parts[i + 1] if i + 1 < len(parts) else None
    if after is None or not after.sound[-1:].isdigit():
        return token.sound
    if token.text == "不" and token.sound == "bu4":
        return "bu2" if after.sound.endswith("4") else "bu4"
    if token.text == "一" and token.sound == "yi1" and not _counts(parts, i):
        return "yi2" if after.sound.endswith(("4", "5")) else "yi4"
    return token.sound


def _counts(parts: Sequence[Token], i: int) -> bool:
    """一 within a number or an ordinal keeps its tone: 十一, 第一, 一二三, 一月, 一楼."""
    before = parts[i - 1].text if i else ""
    after = parts[i + 1].text
    return before in _BEFORE_NUMERAL or after in _NUMERAL or after in _ORDINAL_AFTER
