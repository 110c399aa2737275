"""How likely an article is to answer anybody: what it is for shows in where it stands and how it begins."""

from __future__ import annotations

import re

_PURPOSE = re.compile(r"^为了?.{4,200}(制定本|根据)")
_IN_FORCE = re.compile(r"^本(法|条例|规定|办法|细则|规则).{0,6}自.{6,16}起施行")
_OFFICES = re.compile(r"^[^。]{0,40}(负责本|主管本|主管部门|指导、监督|按照(各自|规定)职责|会同)")
_PLANNING = re.compile(r"(纳入.{0,20}规划|列入.{0,12}预算|考核评价|标准体系|人才培养|科学研究|国际(交流|合作))")
_ACCUSED = re.compile(r"^[^。：；\n]{0,60}(犯罪嫌疑人|被告人|刑事|羁押|服刑|再审|抗诉)")
_OWN_STAFF = re.compile(r"(滥用职权|玩忽职守|徇私舞弊)")


def prior(chapter: str, text: str) -> float:
    """1 for an article like any other, less for those that speak to offices, or of people accused of a crime."""
    if _IN_FORCE.match(text) or _PURPOSE.match(text):
        return 0.6
    if "附则" in chapter:
        return 0.75
    value = 1.0
    if "总则" in chapter:
        value *= 0.92
    if _ACCUSED.match(text):
        value *= 0.85
    if _OWN_STAFF.search(text):
        value *= 0.8
    if _PLANNING.search(text):
        value *= 0.88
    if _OFFICES.match(text):
        value *= 0.93
    return value
