"""Days, months, years. Years are said digit by digit, days and months are counted."""

from __future__ import annotations

import re

from kiosk.voice.numbers import cardinal, digits
from kiosk.voice.rules import START, TO, range_word, rule

_MONTH = r"(0?[1-9]|1[0-2])"
_DAY = r"(0[1-9]|[12]\d|3[01]|[1-9])"
_YEAR = r"(1[6-9]\d\d|20\d\d|2100)"
_WHEN = (
    r"(?:日期|时间|复查|复诊|复检|预约|生日|出生|截至|截止|到期|有效期至?|期限|日程|今天|明天|后天|昨天|今日|明日"
    r"|周[一二三四五六日天]|星期[一二三四五六日天]|于|在|自|从|至|前|期|报名|体检|活动|开始|结束|发布|更新"
    r"|开课|上课|开班|讲座|改到|改为|推迟到|提前到)"
)
_DAY_AFTER = r"(?=[日号(（]|上午|下午|中午|早上|晚上|周|星期|\s*\d{1,2}:\d\d|前|后|起|止|开|生效|，|。|$|到|至|-|~|—)"

_COMPACT_AFTER = r"(?:日期|生日|出生|截至|有效期至?|于|自|从|至)"
_YEAR_OF = "年|级[学新校]|届|版|款|春|夏|秋|冬|财年|学年|学期|度|上半年|下半年|新年|元旦|国庆"
_SHORT_YEAR_OF = "出生|生人|生的|出厂|版|款|入党|参军|毕业|结婚|退休|那年|前后|夏天|冬天|春天|秋天"
_FEASTS = "妇女节|劳动节|国际|消费者|青年节|儿童节|国庆|建军|建党|护士节|节|学雷锋"
_WEEKDAY_OR_TIME = r"[(（](?:周|星期)|日|号|上午|下午|晚上|早上|周[一二三四五六日天]|\s+\d{1,2}:\d\d"


def year(text: str) -> str:
    return digits(text, yao=False)


def _day(month: str, day: str) -> str:
    return f"{cardinal(month)}月{cardinal(day)}日"


def _full(m: re.Match[str]) -> str:
    return f"{year(m[1])}年{_day(m[3], m[4])}"


def _compact(m: re.Match[str]) -> str:
    return f"{m[1]}{year(m[2])}年{_day(m[3], m[4])}"


def _year_month(m: re.Match[str]) -> str:
    return f"{year(m[1])}年{cardinal(m[2])}月"


def _years(m: re.Match[str]) -> str:
    return f"{year(m[1])}{m[2] or ''}{range_word(m[3])}{year(m[4])}{m[5]}"


def _month_days(m: re.Match[str]) -> str:
    """3月5日-8日, 3月5-8日."""
    return f"{cardinal(m[1])}月{cardinal(m[2])}{m[3] or ''}{range_word(m[4])}{cardinal(m[5])}{m[6]}"


def _slashed(m: re.Match[str]) -> str:
    return m[1] + _day(m[2], m[3])


def _slashed_range(m: re.Match[str]) -> str:
    return f"{_day(m[1], m[2])}{range_word(m[3])}{_day(m[4], m[5])}"


def _months(m: re.Match[str]) -> str:
    return f"{cardinal(m[1])}{range_word(m[2])}{cardinal(m[3])}{m[4]}"


def _short_year(m: re.Match[str]) -> str:
    return f"{digits(m[1], yao=False)}{m[2]}"


def _feast(m: re.Match[str]) -> str:
    return f"{digits(m[1], yao=False)}{digits(m[2], yao=m[2] == '15')}{m[3] or ''}"


RULES = (
    rule(rf"{START}{_YEAR}\s*([-/.])\s*{_MONTH}\2{_DAY}(?![\d.])[日号]?", _full, "-/."),
    rule(rf"({_COMPACT_AFTER}[^\d]{{0,3}}){_YEAR}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)日?", _compact),
    rule(rf"{START}{_YEAR}(年)?({TO}){_YEAR}(年|学年|财年|届|赛季)", _years, "年届季"),
    rule(rf"{START}{_YEAR}\s*[-/.]\s*(0[1-9]|1[0-2])(?![\d.\-/])(?!年)月?", _year_month, "-/."),
    rule(rf"{START}(\d{{4}})(?={_YEAR_OF})", lambda m: year(m[1])),
    rule(rf"([自从到至于在]|截至|截止){_YEAR}(?=起|止|开|以[来前后]|之|底|初|末|，|。|$)", lambda m: m[1] + year(m[2])),
    rule(r"(?<=公元前)(\d{3,4})(?=年)", lambda m: year(m[1])),
    rule(r"(?<![\d.,])([0-9]0)(?=后(?!\s*\d)(?!来|面|边|再|才|就|可|能|请|天|排))", lambda m: year(m[1]), "后"),
    rule(rf"(?<![\d.,])([03-9]\d)(年)(?={_SHORT_YEAR_OF})", _short_year),
    rule(r"(?<![\d.,])(0\d)(年)", _short_year),
    rule(rf"{START}{_MONTH}月{_DAY}([日号])?({TO}){_DAY}([日号])", _month_days, "月"),
    rule(rf"{START}{_MONTH}({TO}){_MONTH}(月)(?!\d)", _months, "月"),
    rule(rf"{START}{_DAY}({TO}){_DAY}(日)", _months, "日"),
    rule(rf"(?<![\d.,])([356789]|1[02])\s*[.·]\s*([81493]|1[5218])({_FEASTS})", _feast),
    rule(r"(?<![\d.])(\d{1,2})·(\d{1,2})()(?!\d)", _feast, "·"),
    rule(rf"{START}{_MONTH}/{_DAY}({TO}){_MONTH}/{_DAY}(?![\d/])", _slashed_range, "/"),
    rule(rf"({_WHEN}[^\d，。；]{{0,4}}){_MONTH}/{_DAY}(?![\d/%])[日号]?(?!的[人老居])", _slashed, "/"),
    rule(rf"()(?<![\d./]){_MONTH}/((?:1[1-9]|2\d|3[01]))(?![\d/%])[日号]?{_DAY_AFTER}", _slashed, "/"),
    rule(rf"()(?<![\d./]){_MONTH}/{_DAY}(?={_WEEKDAY_OR_TIME})[日号]?", _slashed, "/"),
)
