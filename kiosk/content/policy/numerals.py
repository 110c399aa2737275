"""Article numbers: 第二十一条 and 第21条 are one article, and 第二十一条之一 comes after it."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ORDINAL = re.compile(r"第([零〇一二三四五六七八九十百千两0-9０-９]+)([章节编条])(?:之([一二三四五六七八九十]+))?")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def number(text: str) -> int:
    """二十一 → 21, 一百零三 → 103, 21 → 21, 二〇 → 20. Raises ValueError for anything else."""
    plain = text.translate(_WIDE)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if not plain or any(c not in _DIGITS and c not in _PLACES for c in plain):
        raise ValueError(text)
    if not any(c in _PLACES for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    total, digit = 0, 0
    for char in plain:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (digit or 1) * _PLACES[char]
            digit = 0
    return total + digit


def numeral(value: int) -> str:
    """21 → 二十一, 103 → 一百零三 (1 to 9999, as laws write it)."""
    if not 0 < value < 10_000:
        raise ValueError(value)
    text, skipped = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, place)
        if digit:
            text += ("零" if skipped and text else "") + "零一二三四五六七八九"[digit] + name
            skipped = False
        elif text:
            skipped = True
    return text[1:] if text.startswith("一十") else text


def ordinal(line: str) -> tuple[str, str, str] | None:
    """What a heading or an article begins with: (kind, its name as 第二十一条, the rest); None if it does not."""
    found = _ORDINAL.match(line)
    if found is None:
        return None
    try:
        name = f"第{numeral(number(found[1]))}{found[2]}"
    except ValueError:
        return None
    return found[2], name + (f"之{found[3]}" if found[3] else ""), line[found.end() :]


def place(article: str) -> int:
    """第二十一条第二款 → 21, to put articles in the order of their text. Raises ValueError for anything else."""
    found = _ORDINAL.match(article)
    if found is None:
        raise ValueError(article)
    return number(found[1])
