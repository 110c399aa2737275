from __future__ import annotations

from kiosk.text import Translator
from kiosk.ui.theme import DISPLAYS, Kit, Look, make_kit
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.read_back import ReadBack, Row
from kiosk.ui.widgets.split import Split
from tests.gui.fingers import shown


def split(kit: Kit) -> Split:
    rows = [Row("pin", "在哪上车", "社区中心 大门口"), Row("clock", "什么时候", "现在")]
    return Split(kit, ReadBack(kit, rows), Column(kit, [BigKey(kit, "对，叫车"), BigKey(kit, "换个地方")]))


def test_the_answer_is_left_and_the_keys_right(kit: Kit) -> None:
    made = split(kit)
    shown(made, 1808, 740)
    assert made.left.geometry().right() < made.right.x()
    assert made.left.width() > made.right.width()


def test_on_a_tall_screen_the_answer_is_above(qapp: object) -> None:
    made = split(make_kit(DISPLAYS["21"].turned(), Look(), Translator()))
    shown(made, 968, 1500)
    assert made.left.geometry().bottom() < made.right.y()


def test_where_both_do_not_fit_a_key_turns_between_them(kit: Kit) -> None:
    made = split(kit)
    shown(made, 560, made.needs_height(560))
    turn = next(k for k in made.findChildren(BigKey) if k.accessibleName() == "看下面")
    assert (made.left.isHidden(), made.right.isHidden()) == (False, True)
    turn.click()
    assert (made.left.isHidden(), made.right.isHidden()) == (True, False)
    assert turn.accessibleName() == "看上面"
