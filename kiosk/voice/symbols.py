"""Signs that are said: comparison, arithmetic, keys of a telephone, dashes between days and places."""

from __future__ import annotations

import re

from kiosk.voice.normal import HAN
from kiosk.voice.numbers import cardinal
from kiosk.voice.rules import HAN_NUMBER, rule

_N = rf"[\d{HAN_NUMBER}]"
_UNIT_END = r"[日号月年天点分时秒元块角岁米里斤克升层楼室弄站度℃%人个名周期级班次]"
_DAY = r"(?:周|星期|礼拜)"
_OF_WEEK = "[一二三四五六日天]"
_PER = (
    "人|次|天|日|月|年|周|小时|分钟?|秒|个|份|斤|公斤|公里|米|平方米|位|张|件|户|场|晚|课|节|季度?|度|吨|升|毫升"
    "|餐|顿|盒|瓶|杯|碗"
)

EARLY_RULES = (
    rule(rf"({_DAY}{_OF_WEEK})\s*(?:-+|~|—+)\s*({_DAY}?{_OF_WEEK}(?![点月]))", lambda m: f"{m[1]}到{m[2]}", "-~—"),
    rule(rf"(?<={_UNIT_END})\s*(?:-|~|—)+\s*(?=\d|零下|{_DAY}|上午|下午|次日|正月|农历|¥)", "到", "-~—"),
    rule(r"[#＃]\s*号?键", "井号键", "#＃"),
    rule(r"[*＊]\s*号?键", "星号键", "*＊"),
    rule(r"(?i)(?<![A-Za-z])(?:No\.?|№)\s*(\d+)号?", lambda m: f"{cardinal(m[1])}号", "№Nn"),
    rule(r"(?<=\d)\s*-\s*(?=\d+\s*=)", "减", "="),
    rule(r"(?<=[\d)）])\s*[×xX✕]\s*(?=\d)|(?<=\d)\s*\*\s*(?=\d)|(?<=[\d厘毫米])[×✕]", "乘", "×xX✕*"),
    rule(r"(?<=\d)\s*÷\s*(?=\d)", "除以", "÷"),
    rule(
        rf"({_N})\s*(岁|周岁)?\s*\+\s*(?![\d{HAN_NUMBER}])(?=[{HAN}，。]|$)(岁|周岁)?",
        lambda m: f"{m[1]}{m[2] or m[3] or ''}以上",
        "+",
    ),
)
"""Before the numbers are words."""


def _per(m: re.Match[str]) -> str:
    return f"{m[1]}每{m[2]}"


LATE_RULES = (
    rule(r"≥|⩾|>=|≧", "大于等于", "≥⩾>≧"),
    rule(r"≤|⩽|<=|≦", "小于等于", "≤⩽<≦"),
    rule(r"≠|!=", "不等于", "≠!"),
    rule(rf">\s*(?=[{HAN_NUMBER}百负])", "大于", ">"),
    rule(rf"<\s*(?=[{HAN_NUMBER}百负])", "小于", "<"),
    rule("±", "正负", "±"),
    rule("≈", "约等于", "≈"),
    rule(rf"(?<=[{HAN}A-Za-z)）])\s*=\s*", "等于", "="),
    rule(rf"(?<=[{HAN}A-Za-z)）])\s*\+\s*(?=[{HAN}A-Za-z(（])|(?<![{HAN}])\+\s*(?=[{HAN_NUMBER}])", "加", "+"),
    rule(rf"({_N}[{HAN}]{{1,3}}|元|次|片|粒)/((?:每|一)?(?:{_PER}))", _per, "/"),
    rule(rf"({_N}[{HAN}]{{1,3}})/(?={_N})", lambda m: f"{m[1]}每", "/"),
    rule(rf"(?<=[{HAN}A-Za-z])\s*/\s*(?=[{HAN}A-Za-z])", "或", "/"),
    rule(r"\s*[×✕]\s*", "乘", "×✕"),
    rule(rf"(?<=[{HAN}])\s*(?:——+|--+)\s*(?=[{HAN}])", "，", "—-"),
    rule(rf"(?<=[{HAN}])\s*[-~—]\s*(?=[{HAN}])", "到", "-~—"),
    rule(rf"(?<=[{HAN}])\s*&\s*(?=[{HAN}])|\s&\s", "和", "&"),
    rule("℃", "摄氏度", "℃"),
    rule("%", "百分号", "%"),
    rule("[#＃]", "井号", "#＃"),
    rule(r"[*＊]+", "星号", "*＊"),
    rule("@", "艾特", "@"),
    rule("[¥￥]", "元", "¥￥"),
    rule(r"[→➡⇒]", "，", "→➡⇒"),
)
"""After the numbers are words."""
