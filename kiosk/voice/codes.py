"""Codes that are said digit by digit: identity numbers, verification codes, cards, orders, room and flight numbers."""

from __future__ import annotations

import re

from kiosk.voice.numbers import cardinal, digits
from kiosk.voice.rules import rule

_WORDS = (
    r"(?:号码|编号|单号|卡号|账号|账户|帐号|工号|学号|证号|证件号|病历号|病案号|住院号|门诊号|就诊号|流水号|尾号|尾数|[前后][二三四五六七八两几\d]位(?:数字?|号码?)?"
    r"|验证码|校验码|取[件药餐票货号]码|取[件药餐票货]号|提货码|动态码|密码|口令|代码|邮编|邮政编码|编码|条码|条形码|识别码|授权码|登记号|登记码|档案号"
    r"|身份证号?|社保卡号?|医保卡号?|敬老卡号?|银行卡号?|存折号|门牌号?|房间?号|房卡|订单号?|运单号?|凭证号?|批号|准字|合同号|发票号|车次|航班号?|柜号|箱号|机号|座机号"
    r"|志愿者证|借书证|会员号|会员卡|用户名|用户号|户号|注册码|邀请码|核销码|券码|序列号|备案号|许可证|ID|WiFi密码|Wi-Fi密码|PIN)"
)
_GAP = r"[^\d，。；！？元]{0,6}(?:，?(?:例如|比如|如|是|为|即|就是|默认)[^\d，。；]{0,4})?"
_COUNTED = r"(?![\d.%]|\s*(?:个(?!人)|元|次|分钟|小时|天|年|秒|遍|张|块|人(?!工)|米|公里|岁|步|倍))"
_CODE = r"(?=[A-Za-z\d-]*\d)[A-Za-z\d]+(?:[- ][A-Za-z\d]+)+|[\d]{3,}[\dA-Za-z]*"
_NAMED_AFTER = r"的?(?:尾号|这个号码|这串|这组数|验证码|航班|次列车|次高铁|次动车|次航班|国道|省道|高速)"
_LETTERED = r"(?<![A-Za-z\d])([A-Za-z]{1,4})-?(\d{1,})(?![A-Za-z\d]|\.\d)"
_MIXED = r"(?<![A-Za-z\d])(?=[A-Za-z\d-]*\d)(?=[A-Za-z\d-]*[A-Za-z])[A-Za-z\d]+(?:-[A-Za-z\d]+)*(?![A-Za-z\d])"


def _spaced(m: re.Match[str]) -> str:
    return digits(m[0].replace(" ", ""))


def _after_word(m: re.Match[str]) -> str:
    return m[1] + grouped(m[2])


def grouped(code: str) -> str:
    """Digit by digit; blanks and dashes are pauses; letters and stars stay to be heard."""
    parts = [p for p in re.split(r"[-\s]+", code) if p]
    return "，".join(re.sub(r"\*+", "星号", digits(p)) for p in parts)


def _before_word(m: re.Match[str]) -> str:
    return digits(m[1]) + m[2]


def _letter_number(m: re.Match[str]) -> str:
    letters, number = m[1], m[2]
    return letters + (digits(number) if len(number) > 2 or number.startswith("0") else cardinal(number))


def _road(m: re.Match[str]) -> str:
    return m[1] + digits(m[2])


RULES = (
    rule(r"(?<![\d.])\d{17}[\dXx](?![\dA-Za-z])", lambda m: digits(m[0].upper())),
    rule(r"(?<![\d.])\d{3,6}\*{2,}\d{2,4}[\dXx]?", lambda m: grouped(re.sub(r"(\*+)", r"-\1-", m[0])), "*"),
    rule(r"(?<![\d.])\d(?: \d){2,}(?!\d| ?[.%])", _spaced, " "),
    rule(r"(?<![\d.])\d{4}(?: \d{3,4}){2,4}(?!\d)", lambda m: grouped(m[0]), " "),
    rule(rf"({_WORDS}{_GAP})({_CODE}){_COUNTED}", _after_word),
    rule(rf"({_WORDS}{_GAP}[零一二三四五六七八九幺]{{2,}}(?:或|和|、|，))(\d{{3,}}){_COUNTED}", _after_word),
    rule(rf"(?<![\d.])(\d{{3,}})({_NAMED_AFTER})", _before_word),
    rule(r"(?<![A-Za-z])([GS])(\d{1,4})(?=高速|国道|省道|公路|沪|出口|入口|，?沪)", _road, "GS"),
    rule(r"(?<![A-Za-z])([GDCKTZ])(\d{1,4})(?=次)", _road, "次"),
    rule(r"(?<![A-Za-z])([A-Z]{2})(\d{3,4})(?=航班|次航班|起飞)", _road, "航起"),
)

LETTERED_RULES = (
    rule(r"(?<![\d.,])(0\d+)(?![\d.:/])", lambda m: digits(m[1]), "0"),
    rule(_LETTERED, _letter_number),
    rule(_MIXED, lambda m: digits(m[0])),
)
"""After the units, so that 5mg is a dose and A018 a code."""
