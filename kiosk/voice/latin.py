"""Latin letters: addresses on the net, model names with numbers; letters themselves stay as they are written."""

from __future__ import annotations

import re

from kiosk.voice.numbers import cardinal, digits
from kiosk.voice.rules import rule

_SIGNS = {
    ".": "点", "/": "斜杠", "@": "艾特", ":": "冒号", "-": "杠", "_": "下划线", "?": "问号", "=": "等于", "&": "和",
}  # fmt: skip
_SITE = r"(?<![\w.])(?:[a-z\d-]+\.)+(?:com|cn|net|org|gov|edu|top|shop|vip|cc)(?:\.cn)?(?:/[\w./-]*)?(?![\w])"
_VERSIONED = r"(?:PM|pm|USB|V|v|HTML|APP|App|Python|Ver|ver|HDMI|OS|iOS|蓝牙|版本)\s?\.?-?"


def _address(m: re.Match[str]) -> str:
    text = re.sub(r"^https?://", "", m[0], flags=re.IGNORECASE)
    return "".join(_SIGNS.get(c, c) for c in digits(text))


def _decimal(m: re.Match[str]) -> str:
    parts = m[2].split(".")
    return m[1] + (cardinal(m[2]) if len(parts) == 2 else "点".join(cardinal(p) for p in parts))


def _before_letters(m: re.Match[str]) -> str:
    number = digits(m[1]) if len(m[1]) == 4 and "." not in m[1] else cardinal(m[1])
    return number + m[2]


EARLY_RULES = (
    rule(r"https?://[\w./?=&%:#-]+[\w/]", _address, "/"),
    rule(r"[\w.+-]+@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+", _address, "@", flags=re.ASCII),
    rule(_SITE, _address, ".", flags=re.ASCII | re.IGNORECASE),
    rule(rf"(?<![A-Za-z])({_VERSIONED})(\d+(?:\.\d+)+)", _decimal, "."),
    rule(r"(?<![A-Za-z\d])([A-Za-z]{2,})(\d+\.\d+)(?![\d.A-Za-z])", _decimal, "."),
)
LATE_RULES = (rule(r"(?<![A-Za-z\d.-])(\d+(?:\.\d+)?)(?=[A-Za-z]+(?![A-Za-z\d-]))()", _before_letters),)
