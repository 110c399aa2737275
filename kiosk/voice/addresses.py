"""Places: lanes, numbers, rooms, floors, bus and underground lines, pages of the house."""

from __future__ import annotations

import re

from kiosk.voice.numbers import cardinal, digits
from kiosk.voice.rules import TO, range_word, rule

_PLACES = "弄|号楼|号线|号窗口?|号|室|诊室|教室|栋|幢|单元|楼|层|排|座|路|床|区"
_HOUSES = r"(?:单元|房间|病房|诊室|教室|号楼|[栋幢座弄]|\d号|层)"
_ROOM = r"(室|房(?:间)?(?!价|租|贷|产)|诊室|教室|会议室|办公室|病房|包厢|活动室|床|门诊室|诊间|房门)"


def long_by_digit(number: str) -> str:
    """Three digits and more are said one by one (1851 幺八五幺), shorter ones are counted."""
    return digits(number) if len(number) > 2 or number.startswith("0") else cardinal(number)


def _place(m: re.Match[str]) -> str:
    return long_by_digit(m[1]) + m[2]


def _range(m: re.Match[str]) -> str:
    return f"{long_by_digit(m[1])}{range_word(m[2])}{long_by_digit(m[3])}{m[4]}"


def _dashed(m: re.Match[str]) -> str:
    """3-502室: the house, then the room."""
    parts = m[1].split("-")
    return "杠".join(long_by_digit(p) for p in parts) + (m[2] or "")


def _floor(m: re.Match[str]) -> str:
    return f"负{cardinal(m[1])}{m[2]}"


def _hash(m: re.Match[str]) -> str:
    return long_by_digit(m[1]) + "号" + m[2]


def _listed(m: re.Match[str]) -> str:
    return re.sub(r"\d+", lambda n: long_by_digit(n[0]), m[0])


RULES = (
    rule(r"(?<![\d.])(\d{1,4}(?:-\d{1,4}){2,})(?!\d)(室|房|号)?", _dashed, "-"),
    rule(rf"(?<![\d.])(\d{{1,3}}-\d{{3,4}}){_ROOM}", _dashed, "-"),
    rule(rf"(?<![\d.])(\d{{1,5}})({TO})(\d{{1,5}})({_PLACES})", _range),
    rule(r"(?<![\d.])(\d{1,5})(弄|支弄|支路)", _place, "弄支"),
    rule(rf"(?<![\d.])(\d{{3,5}})\s*{_ROOM}", _place),
    rule(r"(?<=[路街弄道巷里村苑坊园城号])(\d{3,5})(号)(?!线)", _place, "号"),
    rule(r"(?<![\d.第])(\d{4,})(号)", _place, "号"),
    rule(r"(?<=[弄号])(\d{1,2})(号)(?=\d)", _place, "号"),
    rule(r"(?<![\d.])(\d{3,4}|0\d)(路(?!过|程|口|边|费|灯)|国道|省道|线(?=公交|车))", _place, "路道线"),
    rule(r"(?<![\d.])(\d{3,4})((?:、\d{3,4})+路)", _listed, "路"),
    rule(rf"({_HOUSES})(\d{{3,4}})(?![\d.号]|米|元|平|人|户|个|间)", lambda m: m[1] + digits(m[2])),
    rule(r"(?<=[到去在至、和])(\d{3,4})(?=找|报到|办理|就诊|领|候诊|取药|缴|量|登记)", lambda m: digits(m[1])),
    rule(r"(?<![\d.])(\d{1,4})\s*#(楼|房|门|窗口?|车|线|桌|床|机|教室|会议室|站台|口|院|仓|柜|$)", _hash, "#"),
    rule(r"(?<![\d一-龥])-\s*(\d)([楼层])", _floor, "-"),
    rule(r"(?<=[在到去于是])-\s*(\d)([楼层])", _floor, "-"),
    rule(r"(?<![A-Za-z\d.])(\d{1,2})F(?![A-Za-z])", lambda m: cardinal(m[1]) + "楼", "F"),
    rule(r"(?<![A-Za-z\d])[Bb](\d)F(?![A-Za-z])", lambda m: f"B{cardinal(m[1])}层", "F"),
)
