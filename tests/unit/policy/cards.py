"""Invented cards for tests: nothing in them is a real programme."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kiosk.content.policy.cards import Card
from kiosk.content.policy.cards_check import read_cards

OWN = Path(__file__).resolve().parents[3] / "assets" / "content" / "policies" / "cards"

SAMPLE = """\
id: tea-money
topic: money
picture: cash
names:
  official: 样板市老年人茶点补贴
  everyday: [茶点钱, 吃茶补贴]
status: 已核对
checked: {by: 王阿姨, on: 2026-03-01}
sources:
  tea:
    document: 样板市茶点补贴办法
    number: 样板发〔2020〕0号
    text: tea
    in_force: 2020-03-01
amounts:
  每月:
    - {value: 30, unit: 元, from: 2020-03-01, to: 2025-12-31, source: tea 第三条}
    - {value: 35, unit: 元, from: 2026-01-01, source: tea 第三条}
answer:
  say: 老人每月有茶点钱，【每月】。
  source: tea 第三条
who:
  - {say: 满七十岁的老年人。, source: tea 第二条}
what:
  - {say: 每月【每月】。, source: tea 第三条第一款}
bring: unknown
where:
  - {say: 街道的窗口。, source: tea 第四条}
how_long: unknown
call: unknown
rule:
  from: 2020-03-01
  to: 2029-12-31
  parameters:
    from_age:
      - {value: 75, from: 2020-03-01, to: 2024-12-31, source: tea 第二条}
      - {value: 70, from: 2025-01-01, source: tea 第二条}
  all:
    - {fact: age, at_least: from_age, say: 年纪够了, source: tea 第二条}
    - any:
        - {fact: registered, is: shanghai, say: 户口在这里, source: tea 第二条}
        - {fact: veteran, is: true, say: 当过兵, source: tea 第二条第二款}
    - none:
        - {fact: care_level, at_least: 5, say: 住在护理院, source: tea 第五条}
"""


def sample(*changes: tuple[str, str]) -> bytes:
    """The sample with parts replaced; each must stand in it once."""
    text = SAMPLE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def other(id_: str, rule: str) -> bytes:
    """Another card without amounts, with this rule (lines below `rule:`), or "" for none."""
    text = SAMPLE.partition("rule:\n")[0].replace("id: tea-money", f"id: {id_}")
    start, end = text.index("amounts:"), text.index("answer:")
    text = (text[:start] + text[end:]).replace("【每月】", "一点钱")
    lines = "".join(f"  {line}\n" for line in rule.strip("\n").splitlines())
    return (text + (f"rule:\n{lines}" if rule else "")).encode()


def one(raw: bytes) -> Card:
    """The card in these bytes, under the sample's name."""
    (card,) = read_cards({"tea-money.yaml": raw})
    return card


@cache
def own_cards() -> tuple[Card, ...]:
    """The project's own."""
    return read_cards({str(path): path.read_bytes() for path in sorted(OWN.glob("*.yaml"))})
