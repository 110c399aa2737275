"""Every state of reading, for pictures and checks. No text here is real."""

from __future__ import annotations

from kiosk.content.policy.advice import Leaf
from kiosk.content.policy.asking import Passage
from kiosk.screens.reader.state import State
from kiosk.screens.reader.wording import loading, missing, picture

_SHORT = "住满一年的老人，都有茶点。"
_LONG = (
    "样板市的老人，满七十周岁，户口在本市，住满一年的，每月可以领取茶点补贴，补贴由街道的窗口发放。\n"
    "有下列情形之一的，由居民委员会上门办理：\n（一）行动不便的；\n（二）身边没有子女照顾，自己又不会办理有关手续的。"
)


def _page(
    name: str, text: str, *, before: str = "第三条", after: str = "第五条", more: bool = True
) -> tuple[str, State]:
    passage = Passage("tea", "样板市老年人茶点补贴办法", "第二章 谁有", "第四条", text, "", "2020-03-01")
    return f"reader-{name}", picture(Leaf(passage, before, after), more=more)


SPECIMENS: tuple[tuple[str, State], ...] = (
    ("reader-loading", loading()),
    ("reader-missing", missing()),
    _page("short", _SHORT),
    _page("long", _LONG),
    _page("first", _SHORT, before="", more=False),
    _page("last", _LONG, after="", more=False),
)
