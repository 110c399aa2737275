"""Every state of asking, for pictures and checks. No programme here is real."""

from __future__ import annotations

from datetime import date

from kiosk.content.policy.advice import Advice
from kiosk.content.policy.asking import Passage
from kiosk.content.policy.cards import Card
from kiosk.content.policy.cards_read import read_card
from kiosk.content.typing.candidate import Candidate
from kiosk.screens.ask.draft import Draft, Page
from kiosk.screens.ask.state import State
from kiosk.screens.ask.wording import picture
from kiosk.text import msg

_TODAY = date(2026, 11, 20)
_CARD = """
id: {id}
topic: money
picture: {picture}
names:
  official: 样板市{name}办法
  everyday: [{name}]
status: 草稿
sources:
  one:
    document: 样板市茶点补贴办法
    number: unknown
    text: tea
    in_force: 2020-03-01
answer:
  say: {answer}
  source: one 第二条
who: unknown
what: unknown
bring: unknown
where: unknown
how_long: unknown
call: unknown
"""


def _card(name: str, icon: str, everyday: str, answer: str) -> Card:
    card, faults = read_card(
        f"{name}.yaml", _CARD.format(id=name, picture=icon, name=everyday, answer=answer).encode()
    )  # fmt: skip
    if card is None:
        raise ValueError(faults)
    return card


_TEA = _card("tea", "cash", "茶点钱", "满七十岁的老人，每月有茶点钱。")
_WALK = _card("walk", "umbrella", "雨天接送", "雨天有人接送老人。")
_PASSAGE = Passage("tea", "样板市茶点补贴办法", "第二章 谁有", "第四条", "住满一年的老人，都有茶点。", "", "2020-03-01")
_WORDS = tuple(
    Candidate(word, 4) for word in ("老龄补贴", "老人津贴", "了了不同", "理论", "浏览", "流量", "老", "里", "来", "两")
)
_NINE = tuple(Candidate(word, 3) for word in ("老", "看", "蓝", "靠", "开门", "立案"))
_ASKED = "楼里没电梯，老人每天爬六楼，哪里管"


def _page(name: str, draft: Draft, *, listens: bool = True) -> tuple[str, State]:
    return f"ask-{name}", picture(draft, _TODAY, listens=listens)


def _answered(*cards: Card, passages: tuple[Passage, ...] = ()) -> Draft:
    return Draft(page=Page.ANSWERS, typed="老人有茶点钱吗", advice=Advice("老人有茶点钱吗", cards, passages))


_NOTHING = Draft(page=Page.ANSWERS, typed="敬老卡丢了到哪里补", advice=Advice(""))

SPECIMENS: tuple[tuple[str, State], ...] = (
    _page("empty", Draft()),
    _page("initials", Draft(typed="我想问", spelling="llbt", words=_WORDS)),
    _page("digits", Draft(spelling="526", words=_NINE, sounds=("lao", "kan", "lan", "kao", "ka", "la", "j", "k", "l"))),
    _page("long", Draft(typed=_ASKED, spelling="zenmeban", words=(Candidate("怎么办", 8), Candidate("怎么", 5)))),
    _page("no-words", Draft(spelling="iii")),
    _page("thinking", Draft(page=Page.THINKING, typed="老人有茶点钱吗")),
    _page("answers", _answered(_TEA, _WALK, passages=(_PASSAGE,))),
    _page("answers-card", _answered(_TEA)),
    _page("answers-text", _answered(passages=(_PASSAGE,))),
    _page("nothing", _NOTHING),
    _page("nothing-unheard", _NOTHING, listens=False),
    _page("problem", Draft(page=Page.ANSWERS, typed="老人有茶点钱吗", problem=msg("error.store_full"))),
)
