"""Numbers as words: cardinals, digit strings, decimals. Input is ASCII digits, output is characters."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
_SMALL = ("", "十", "百", "千")
_LARGE = ("", "万", "亿", "万亿", "亿亿")
_LONGEST = 20


def digits(text: str, *, yao: bool = True) -> str:
    """One by one, as telephone numbers and codes are said; 1 is 幺 unless `yao` is false. Other characters stay."""
    return "".join(_digit(c, yao) for c in text)


def _digit(char: str, yao: bool) -> str:
    if not char.isdecimal():
        return char
    value = int(char)
    return "幺" if yao and value == 1 else DIGITS[value]


def cardinal(text: str) -> str:
    """A whole or decimal number as it is counted: "1,280" 一千二百八十, "2000" 两千, "0.5" 零点五, "12" 十二.

    Commas are thousands separators. A number longer than 20 digits is said digit by digit.
    """
    whole, dot, fraction = text.replace(",", "").partition(".")
    if len(whole) > _LONGEST:
        return digits(text)
    words = _whole(whole)
    return f"{words}点{digits(fraction, yao=False)}" if dot and fraction else words


def _whole(text: str) -> str:
    text = text.lstrip("0")
    if not text:
        return "零"
    groups = [text[max(0, end - 4) : end] for end in range(len(text), 0, -4)]
    words = ""
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        value = groups[place].lstrip("0")
        if not value:
            gap = True
            continue
        if words and (gap or len(value) < 4):
            words += "零"
        lone = "两" if value == "2" and place and not words else ""
        words += (lone or _thousands(value, leading=not words)) + _large(place, groups)
        gap = False
    return words


def _large(place: int, groups: list[str]) -> str:
    """万 within 亿 is said once: 1,0000,0000,0000 is 一万亿."""
    if place == 3 and groups[2].strip("0"):
        return "万"
    return _LARGE[place]


def _thousands(value: str, *, leading: bool) -> str:
    words = ""
    gap = False
    for i, char in enumerate(value):
        place = len(value) - 1 - i
        if char == "0":
            gap = True
            continue
        if gap:
            words += "零"
            gap = False
        if place == 1 and char == "1" and leading and not words:
            words += "十"
            continue
        two = char == "2" and place == 3 and leading and not words
        words += ("两" if two else DIGITS[int(char)]) + _SMALL[place]
    return words


def two(words: str) -> str:
    """The number before a measure word: a lone 二 becomes 两."""
    return "两" if words == "二" else words


def scaled(number: str, scale: str) -> str:
    """A number before 千, 万 or 亿: 2万 is 两万."""
    return two(cardinal(number)) + scale
