from __future__ import annotations

import pytest

from kiosk.ui.theme import Kit
from kiosk.ui.widgets.number_pad import LAYOUT, NumberPad
from tests.gui.fingers import Count, shown, texts


@pytest.fixture
def pad(kit: Kit) -> NumberPad:
    made = NumberPad(kit, "司机打哪个电话？", groups=(3, 4, 4), service="taxi")
    shown(made, 1808, 740)
    return made


def type_in(pad: NumberPad, digits: str) -> None:
    for digit in digits:
        pad.key(digit).click()


def test_digits_are_shown_large_and_in_groups(pad: NumberPad) -> None:
    type_in(pad, "02100000000")
    assert pad.digits == "02100000000"
    assert "021 0000 0000" in texts(pad)


def test_more_digits_than_there_are_places_are_not_taken(pad: NumberPad) -> None:
    changed = Count()
    type_in(pad, "02100000000")
    pad.changed.connect(changed)
    pad.key("9").click()
    assert pad.digits == "02100000000"
    assert len(changed) == 0


def test_erase_takes_the_last_one(pad: NumberPad) -> None:
    type_in(pad, "021")
    pad.key("erase").click()
    assert pad.digits == "02"
    for _ in range(3):
        pad.key("erase").click()
    assert pad.digits == ""


def test_done_tells_the_digits(pad: NumberPad) -> None:
    done = Count()
    pad.done.connect(done)
    type_in(pad, "021")
    pad.key("done").click()
    assert done.calls == [("021",)]


def test_u11_a_secret_is_neither_shown_nor_named(kit: Kit) -> None:
    made = NumberPad(kit, "请按密码", groups=(6,), secret=True)
    shown(made, 1808, 740)
    type_in(made, "1234")
    assert "●●●●" in texts(made)
    assert made.accessibleName() == "请按密码"


def test_u6_every_key_is_a_fingertip_wide_and_apart(pad: NumberPad, kit: Kit) -> None:
    rects = [pad.key(name).geometry() for name in LAYOUT]
    assert all(min(r.width(), r.height()) >= kit.metrics.mm(20) for r in rects)
    assert rects[1].left() - rects[0].right() > kit.metrics.mm(3) - 1
    assert rects[3].top() - rects[0].bottom() > kit.metrics.mm(3) - 1
