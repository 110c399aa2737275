"""Number plates of vehicles: the province, the letters as letters, the digits one by one."""

from __future__ import annotations

import re

from kiosk.voice.numbers import digits
from kiosk.voice.rules import rule

_PROVINCES = "京沪津渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"


def _plate(m: re.Match[str]) -> str:
    return m[1] + m[2].upper() + digits(m[3].replace(" ", "").upper())


RULES = (
    rule(
        rf"([{_PROVINCES}])\s*([A-Za-z])\s*[·.\-\s]?\s*((?=[A-Za-z\d*]*\d)[A-Za-z\d*]{{4,6}}[学挂警港澳领使试超]?)(?![A-Za-z\d])",
        _plate,
    ),
    rule(r"([A-Z])([A-Z])?·([A-Z\d]{4,6})(?![A-Za-z\d])", lambda m: m[1] + (m[2] or "") + digits(m[3]), "·"),
)
