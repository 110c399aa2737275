"""All numbers that no more certain rule has taken: ranges, counted things, ordinals, plain numbers."""

from __future__ import annotations

import re

from kiosk.voice.numbers import cardinal, digits, two
from kiosk.voice.phones import spoken
from kiosk.voice.rules import NUMBER, START, TO, range_word, rule

_ONES = (
    "个位名人片粒颗杯碗瓶包盒袋支枝根条张把件套间辆架台部只匹头双副份种样类次回遍趟顿番场天周岁秒元块角毛米斤两克吨升倍步站户家门节课"
    "句本册篇首封朵棵株束圈滴勺口餐针剂丸贴帖格箱筐桶壶盘盆锅串捆卷排轮项处道笔幅面堂款车对员组群批页行字例起宗桩届段盏亩里代拨点枚管"
    "听罐伙集部"
)
_LONGER = (
    "小时|分钟|钟头|刻钟|分(?:钱|[，。；！？）]|$)|秒钟|公里|厘米|毫米|分米|平方|立方|平米|公斤|千克|毫克|微克|毫升|公分|英寸|英里"
    "|年(?!级|代|初|底|末)|日(?=内|后|游|以内|之内|之后|票)|时(?!间|候|段)|百|千|万|亿|层楼(?=高)|室一厅|室1厅|室[12]|室两|座(?=山|桥|楼|城|塔|庙|房)"
    "|区(?=域)|成(?!功|为|立)|家(?!庭)|晚|夜|季(?=度)?(?!度)|学期|课时|人份|刻|尺|寸|里|站路|头|指|手|侧|边|旁|岁半|周岁|周年|旬"
)
_CLOCK = "点[一二两三四五六七八九十零](?!钟|半|整|到|左|前|后|开|出|吃|去|来|在|和|，)"
_NOT_COUNTED = rf"(?!周[一二三四五六日]|级|号|床位|两|排\d|{_CLOCK})"
COUNTED = rf"(?={_NOT_COUNTED}\s*(?:多|来)?(?:[{_ONES}]|{_LONGER}))"
_MEASURED = rf"(?=\s*(?:多|余|来)?(?:[{_ONES}万亿千百年日月号岁度]|{_LONGER}|余|多|志愿|居民|老人|平))"


def _range(m: re.Match[str]) -> str:
    return f"{cardinal(m[1])}{range_word(m[2])}{cardinal(m[3])}"


def _counted_range(m: re.Match[str]) -> str:
    return f"{two(cardinal(m[1]))}{range_word(m[2])}{two(cardinal(m[3]))}"


def _neighbours(m: re.Match[str]) -> str:
    """2、3天 is 两三天."""
    if int(m[2]) - int(m[1]) not in (1, 2):
        return m[0]
    return two(cardinal(m[1])) + cardinal(m[2])


def _version(m: re.Match[str]) -> str:
    parts = m[0].split(".")
    return "点".join(digits(p, yao=len(p) > 1) for p in parts)


def _plain(m: re.Match[str]) -> str:
    return cardinal(m[0]) if "." in m[0] or "," in m[0] or len(m[0]) < 5 else spoken(m[0])


RULES = (
    rule(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])", _version, "."),
    rule(r"(?:^|(?<=[，。；！？：\n ]))(\d{1,2})[.、](?=[^\d\s])", lambda m: cardinal(m[1]) + "，", ".、"),
    rule(rf"(?<!第){START}({NUMBER})({TO})({NUMBER}){COUNTED}", _counted_range),
    rule(rf"{START}({NUMBER})({TO})({NUMBER})(?![\d-])", _range),
    rule(rf"(?<![第\d.,、])(\d)、(\d){COUNTED}", _neighbours, "、"),
    rule(rf"(?<![第初排\d.,]){START}2{COUNTED}", "两", "2"),
    rule(rf"{START}(\d{{5,}})(?!\.\d){_MEASURED}", lambda m: cardinal(m[1])),
    rule(r"(?<![\d.,A-Za-z一-龥])-(?=\d)|(?<=[是为到达至约在温于降])-(?=\d)", "负", "-"),
    rule(rf"{START}({NUMBER})", _plain),
    rule(r"\.(\d+)", lambda m: "点" + digits(m[1], yao=False), "."),
)
