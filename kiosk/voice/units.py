"""Quantities with a unit, percentages, fractions, temperatures and blood pressure."""

from __future__ import annotations

import re

from kiosk.voice.numbers import cardinal, digits, two
from kiosk.voice.rules import HAN_NUMBER, NUMBER, START, TO, range_word, rule
from kiosk.voice.tables import pairs

_UNITS = dict(pairs("units.txt"))
_ANY_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_UNIT = rf"({_ANY_UNIT})(?![A-Za-z\d²³])"
_UNIT_AGAIN = rf"(?:{_ANY_UNIT})(?![A-Za-z\d²³])"
_LONG_UNIT = "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True) if len(u) > 1 and u.isascii())
_PRESSURE = r"(?:血压|高压|收缩压)"
_UPPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _unit(m: re.Match[str]) -> str:
    unit = _UNITS[m[3]]
    degrees = unit.endswith("氏度") or unit == "度"
    sign = ("零下" if degrees else "负") if m[1] else ""
    words = cardinal(m[2]) if degrees else two(cardinal(m[2]))
    return sign + words + unit


def _unit_range(m: re.Match[str]) -> str:
    unit = _UNITS[m[6]]
    degrees = unit.endswith("氏度") or unit == "度"
    minus = "零下" if degrees else "负"
    say = cardinal if degrees else lambda n: two(cardinal(n))
    first = (minus if m[1] else "") + say(m[2])
    last = (minus if m[4] else "零上" if m[1] and degrees else "") + say(m[5])
    return f"{first}{range_word(m[3])}{last}{unit}"


def _percent(m: re.Match[str]) -> str:
    base = "百" if m[3] == "%" else "千"
    sign = "负" if m[1] == "-" else ""
    return f"{sign}{base}分之{'百' if m[2] == '100' and base == '百' else cardinal(m[2])}"


def _percent_range(m: re.Match[str]) -> str:
    base = "百" if m[4] == "%" else "千"
    return f"{base}分之{cardinal(m[1])}{range_word(m[2])}{base}分之{cardinal(m[3])}"


def _fraction(m: re.Match[str]) -> str:
    return f"{cardinal(m[2])}分之{cardinal(m[1])}"


def _mixed_fraction(m: re.Match[str]) -> str:
    return f"{cardinal(m[1])}又{cardinal(m[3])}分之{cardinal(m[2])}"


def _pressure(m: re.Match[str]) -> str:
    return f"{m[1]}{cardinal(m[2])}比{cardinal(m[3])}"


def _bare_pressure(m: re.Match[str]) -> str:
    high, low = int(m[1]), int(m[2])
    if 70 <= high <= 260 and 30 <= low < high:
        return f"{cardinal(m[1])}比{cardinal(m[2])}"
    return _fraction(m)


def _power(m: re.Match[str]) -> str:
    return f"{'乘' if m[1] else ''}十的{cardinal(m[2].translate(_UPPER))}次方"


_MINUS_AT = r"(?<![\d.,A-Za-z])"
RULES = (
    rule(r"([×x*]?)\s*10\^?(?<=[\^0])((?<=\^)\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", _power, "^⁰¹²³⁴⁵⁶⁷⁸⁹"),
    rule(r"(?<=次方)/L", "每升", "/"),
    rule(rf"({_PRESSURE}[^\d，。]{{0,6}})(\d{{2,3}})\s*[/-]\s*(\d{{2,3}})", _pressure, "/-"),
    rule(r"(?<![\d.,/])(\d+) (\d{1,2})/(\d{1,2})(?![\d/])", _mixed_fraction, "/"),
    rule(r"(?<![\d.,/])(\d{1,3})/(\d{1,3})(?![\d/])", _bare_pressure, "/"),
    rule(rf"{START}({NUMBER})\s*[%‰]?({TO})({NUMBER})\s*([%‰])", _percent_range, "%‰"),
    rule(rf"{_MINUS_AT}([-+])?({NUMBER})\s*([%‰])", _percent, "%‰"),
    rule(rf"{_MINUS_AT}(-)?({NUMBER})\s*(?:{_UNIT_AGAIN})?({TO})(-)?({NUMBER})\s*{_UNIT}", _unit_range),
    rule(rf"{_MINUS_AT}(-)?({NUMBER})\s*{_UNIT}", _unit),
    rule(rf"(?<=[十百千万亿几半])\s*{_UNIT}(?![幺{HAN_NUMBER}])", lambda m: _UNITS[m[1]]),
    rule(rf"(?<=[{HAN_NUMBER}])\s*({_LONG_UNIT})(?![A-Za-z\d幺{HAN_NUMBER}])", lambda m: _UNITS[m[1]]),
    rule(r"(?<![\d.])(\d)米(\d\d?)(?![\d.米厘])", lambda m: f"{two(cardinal(m[1]))}米{digits(m[2], yao=False)}", "米"),
    rule(r"(?<![\d.,A-Za-z])-(\d+(?:\.\d+)?)(?=度)", lambda m: "零下" + cardinal(m[1]), "-"),
)
