"""Times of day, spans of time between two of them, and running times."""

from __future__ import annotations

import re

from kiosk.voice.numbers import cardinal, two
from kiosk.voice.rules import TO, range_word, rule

_TIME = r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?"
_ALONE = r"(?<![\d:.])"
_END = r"(?![\d:])"
_MERIDIEM = {"a": "上午", "p": "下午"}
_SCORE = r"比分|比赛|比例|比值|比率|配比|稀释|赢了|输了|战平|打成|尺寸"


def time_of_day(hour: str, minute: str, second: str | None = None) -> str:
    """8, "05" → 八点零五分; 14, "00" → 十四点."""
    words = two(cardinal(hour)) + "点"
    if int(minute) or second:
        words += _minutes(minute) + "分"
    if second:
        words += _minutes(second) + "秒"
    return words


def _minutes(text: str) -> str:
    value = int(text)
    return ("零" if value < 10 else "") + (cardinal(text) if value else "")


def _time(m: re.Match[str]) -> str:
    return time_of_day(m[1], m[2], m[3])


def _with_meridiem(m: re.Match[str]) -> str:
    return _MERIDIEM[m[3].lower()] + time_of_day(m[1], m[2] or "0")


def _span(m: re.Match[str]) -> str:
    return f"{time_of_day(m[1], m[2])}{range_word(m[4])}{time_of_day(m[5], m[6])}"


def _hours(m: re.Match[str]) -> str:
    return f"{two(cardinal(m[1]))}{range_word(m[2])}{two(cardinal(m[3]))}{m[4]}"


def _hour_minute(m: re.Match[str]) -> str:
    """8点30, 8点05分, 8时5分."""
    minute = int(m[3])
    tail = m[4] or ("分" if minute else "")
    return f"{two(cardinal(m[1]))}{m[2]}{'零' if minute < 10 else ''}{cardinal(m[3]) if minute else ''}{tail}"


def _lasting(m: re.Match[str]) -> str:
    return f"{m[1]}{two(cardinal(m[2]))}分{_minutes(m[3])}秒"


def _ratio(m: re.Match[str]) -> str:
    return f"{m[1]}{cardinal(m[2])}比{cardinal(m[3])}"


RULES = (
    rule(rf"((?:{_SCORE})[^\d，。；]{{0,4}})(\d+(?:\.\d+)?)\s*[:：]\s*(\d+(?:\.\d+)?)", _ratio, ":："),
    rule(r"((?:时长|用时|全长|播放|录音)[^\d，。；]{0,3})(\d{1,3}):([0-5]\d)(?![\d:])", _lasting, ":"),
    rule(rf"{_ALONE}(1[0-2]|0?\d)(?::([0-5]\d))?\s*([ap])\.?m\b\.?", _with_meridiem, "mM", flags=re.IGNORECASE),
    rule(rf"{_ALONE}{_TIME}({TO}){_TIME}{_END}", _span, ":"),
    rule(rf"{_ALONE}{_TIME}{_END}(?:分)?", _time, ":"),
    rule(rf"(?<![\d.])([01]?\d|2[0-4])({TO})([01]?\d|2[0-4])([点时])(?!间|候|钟头|长|段)", _hours, "点时"),
    rule(r"(?<![\d.第])([01]?\d|2[0-4])([点时])([0-5]?\d)(分)?(?![\d.%个位名人片次岁元号月])", _hour_minute, "点时"),
    rule(r"(?<![\d:.])(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)(?![\d:])", lambda m: f"{cardinal(m[1])}比{cardinal(m[2])}", ":"),
)
