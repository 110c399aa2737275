"""Telephone numbers and short codes: digit by digit in groups, 1 is 幺 (the 12xxx lines keep 一)."""

from __future__ import annotations

import re

from kiosk.voice.numbers import digits
from kiosk.voice.rules import rule

_CALL = (
    r"(?:电话|手机号?码?|热线|拨打?|致电|来电|呼叫|联系方式|联系人|专线|客服|总机|分机|传真|短信|发到|发送到?|短号|座机|号码|内线"
    r"|请打|去打|就打|快打|再打|先打|也打|打给|回电|打|叫|呼|按|报警|急救|火警|咨询|转接|转|服务台)"
)
_MEASURES = (
    "元|块|个|位|名|人|次|岁|分钟|小时|天|年|米|公里|步|张|份|遍|下|秒|页|℃|度|平|万|千|亿|毫|克|斤"
    "|号楼|号线|号窗|楼|路|号|层|室|弄"
)
_COUNTED = rf"(?![\d,.:%]|\s*(?:{_MEASURES}))"
_AREA = r"[(（]?(0(?:10|2\d|[3-9]\d\d))[)）]?"
_EXTENSION = r"(?:(?:转|-|分机|ext\.?)\s*(\d{1,6}))?"
_LINE = r"[(（]?0\d{2,3}[)）]?[- ]\d{3,4}[- ]\d{4}|\d{3,4}[- ]\d{4}(?:-\d+)?"
_LISTED = "[幺零一二三四五六七八九，、或和转到及]+"
_HELP = (
    "[，。！？、（）”“]|$|急救|救护|报警|火警|电话|热线|中心|指挥|平台|来|车|接线|值班|查号|的人员|和|或|是|马上|求助"
)
_SERVICE = "热线|专线|平台|服务|客服|短信|电话|来电|APP|网|公众号|咨询|咨讯"
_EMERGENCY = r"(?:110|119|120|122|114|112|999)"


def spoken(number: str) -> str:
    """ "021-58000000" → 零二幺，五八零零零零零零."""
    groups = re.findall(r"\d+|[*x]+", number)
    line = "".join(groups)
    plain = len(line) == 5 and line.startswith("12")
    return "，".join("星号" if g[0] in "*x" else digits(g, yao=not plain) for g in groups)


def _number(m: re.Match[str]) -> str:
    return spoken(m[0])


def _mobile(m: re.Match[str]) -> str:
    plus = "加八六，" if m[1] else ""
    line = re.sub(r"[^\d*x]", "", m[2])
    return plus + spoken(f"{line[:3]} {line[3:7]} {line[7:]}")


def _landline(m: re.Match[str]) -> str:
    plus = "加八六，" if m[1] else ""
    line = m[3] + m[4]
    parts = [m[2], line[:-4], line[-4:]]
    return plus + spoken(" ".join(parts)) + ("转" + digits(m[5]) if m[5] else "")


def _after_word(m: re.Match[str]) -> str:
    return m[1] + spoken(m[2])


RULES = (
    rule(r"(?<![\d.])(\+?86[- ]?)?(1[3-9]\d[- ]?[\d*x]{4}[- ]?\d{4})(?!\d)", _mobile, "1"),
    rule(rf"(?<![\d.])(\+?86[- ]?)?{_AREA}[- ]*(\d{{3,4}})[- ]?(\d{{4}}){_EXTENSION}(?![\d-])", _landline, "0"),
    rule(r"(?<![\d.])[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)|(?<![\d.])[48]00[- ]\d{4}[- ]\d{3}(?!\d)", _number, "48"),
    rule(rf"({_CALL}[^\d，。；！？元]{{0,9}}?)({_LINE}|\d{{3,13}}){_COUNTED}", _after_word),
    rule(rf"({_CALL}[^\d。；！？元]{{0,10}}?{_LISTED})(\d{{3,12}}){_COUNTED}", _after_word),
    rule(r"(?<![\d.])[2-8]\d{3}[- ]\d{4}(?![\d-])", _number, "- "),
    rule(rf"(?<![\d.,/:\-~—]){_EMERGENCY}(?={_HELP})", _number, "19"),
    rule(rf"(?<![\d.,])(?:12[0-9]{{3}}|9[56]\d{{3,4}}|100[018][0-9])(?={_SERVICE})", _number, "19"),
)
