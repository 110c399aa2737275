"""Sums of money: signs and names of currencies, yuan, jiao and fen."""

from __future__ import annotations

import re

from kiosk.voice.numbers import cardinal, two
from kiosk.voice.rules import NUMBER, START, TO, range_word, rule

_SIGNS = {
    "¥": "元", "￥": "元", "rmb": "元", "cny": "元", "$": "美元", "us$": "美元", "usd": "美元",
    "€": "欧元", "eur": "欧元", "£": "英镑", "gbp": "英镑", "hk$": "港元", "hkd": "港元", "jpy": "日元",
}  # fmt: skip
_SIGN = r"(¥|￥|US\$|HK\$|\$|€|£|RMB|CNY|USD|EUR|GBP|HKD|JPY)"
_SCALE = r"([百千万亿]|百万|千万)?"


def amount(number: str, unit: str) -> str:
    """12.8 元 → 十二点八元, 23.50 元 → 二十三元五角, 1,280.00 元 → 一千二百八十元."""
    whole, _, fraction = number.replace(",", "").partition(".")
    if not fraction.strip("0"):
        return two(cardinal(whole)) + unit
    if len(fraction) != 2 or unit not in {"元", "块"}:
        return cardinal(number) + unit
    jiao, fen = fraction[0], fraction[1]
    words = "" if not whole.strip("0") else two(cardinal(whole)) + unit
    if jiao != "0":
        words += two(cardinal(jiao)) + "角"
    elif words:
        words += "零"
    if fen != "0":
        words += two(cardinal(fen)) + "分"
    return words


def _signed(m: re.Match[str]) -> str:
    unit = _SIGNS[m[1].lower()]
    scale = m[3] or ""
    return two(cardinal(m[2])) + scale + unit if scale else amount(m[2], unit)


def _range_of(m: re.Match[str]) -> str:
    unit = _SIGNS[m[1].lower()]
    return f"{two(cardinal(m[2]))}{range_word(m[3])}{two(cardinal(m[5]))}{unit}"


def _trailing(m: re.Match[str]) -> str:
    return amount(m[1], _SIGNS[m[2].lower()])


def _named(m: re.Match[str]) -> str:
    return amount(m[1], m[2])


def _discount(m: re.Match[str]) -> str:
    """8.5折 and 85折 are 八五折."""
    return "".join(cardinal(c) for c in m[1] if c.isdecimal()) + "折"


RULES = (
    rule(rf"{_SIGN}\s*({NUMBER})\s*({TO})(?:{_SIGN})?\s*({NUMBER})", _range_of, "¥￥$€£RCUEGHJ"),
    rule(rf"(^|[^\d])-(?={_SIGN})", lambda m: f"{m[1]}负", "¥￥$€£"),
    rule(rf"{_SIGN}\s*({NUMBER}){_SCALE}(?:元|块)?", _signed, "¥￥$€£RCUEGHJrcueghj", flags=re.IGNORECASE),
    rule(rf"{START}({NUMBER})\s*(RMB|CNY|USD|EUR|HKD|€|\$)", _trailing, "RCUEH€$"),
    rule(rf"{START}({NUMBER})\s*(元|块|美元|港元|港币|欧元|日元|英镑)(?!素|件)", _named, "元块币镑"),
    rule(r"(?<=块)(\d)(?![\d.个位名人片次岁元点月年分张])", lambda m: cardinal(m[1]), "块"),
    rule(r"(?<![\d.])([1-9]\.?[1-9])折", _discount, "折"),
)
