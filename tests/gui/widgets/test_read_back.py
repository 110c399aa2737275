from __future__ import annotations

from kiosk.domain.preferences import TextSize
from kiosk.text import Translator, verbatim
from kiosk.ui.metrics import DISPLAYS
from kiosk.ui.pieces import Picture, Words
from kiosk.ui.theme import Kit, Look, make_kit
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.read_back import ReadBack, Row
from tests.gui.fingers import Count, shown, texts

ROWS = [
    Row("pin", "在哪上车", "社区中心 大门口", "四川北路一侧，有雨棚"),
    Row("hospital", "去哪里", verbatim("第一人民医院 北部"), "门诊楼前下车"),
    Row("clock", "什么时候", "现在"),
]


def test_u16_every_row_is_shown_back(kit: Kit) -> None:
    made = ReadBack(kit, ROWS, service="taxi")
    shown(made, 1040, 740)
    said = texts(made)
    assert all(
        any(part in text for text in said) for part in ("在哪上车", "社区中心 大门口", "去哪里", "现在", "有雨棚")
    )
    assert [p.name for p in made.pieces() if isinstance(p, Picture)] == ["pin", "hospital", "clock"]
    assert {p.colour for p in made.pieces() if isinstance(p, Picture)} == {"#7A3E06"}


def test_u9_all_of_it_is_in_the_name(kit: Kit) -> None:
    made = ReadBack(kit, ROWS)
    assert made.accessibleName().startswith("在哪上车，社区中心 大门口，四川北路一侧，有雨棚。去哪里")


def test_rows_that_do_not_fit_are_a_page_further(kit: Kit) -> None:
    made = ReadBack(kit, ROWS)
    shown(made, 620, made.needs_height(620))
    turned = Count()
    made.turned.connect(turned)
    more = next(k for k in made.findChildren(BigKey) if not k.isHidden())
    assert more.accessibleName() == "下面还有，去哪里"
    assert "现在" not in "".join(texts(made))
    said = "".join(texts(made))
    for _ in range(2):
        more.click()
        said += "".join(texts(made))
    assert "现在" in said
    assert "第一人民医院" in said
    assert turned.calls == [(2, 3), (3, 3)]


def test_narrow_rows_put_the_label_above(kit: Kit) -> None:
    made = ReadBack(kit, ROWS)
    shown(made, made.needs_width(), 1400)
    label, value = (
        next(p for p in made.pieces() if isinstance(p, Words) and p.setting.lines[0].startswith(t))
        for t in ("在哪", "社区")
    )
    assert label.ink().bottom() <= value.ink().top() + 8
    assert value.ink().left() < label.ink().left()


def test_new_rows_replace_the_old(kit: Kit) -> None:
    made = ReadBack(kit, ROWS)
    shown(made, 1040, 740)
    made.set_rows([Row("house", "去哪里", "家")])
    assert texts(made) == ["家", "去哪里"]


def test_on_a_small_display_brief_rows_come_before_pages(qapp: object) -> None:
    kit = make_kit(DISPLAYS["10"], Look(text_size=TextSize.HUGE), Translator())
    made = ReadBack(kit, ROWS, service="taxi")
    shown(made, 1226, made.whole_height(1226))
    said = texts(made)
    assert "去哪里" not in said
    assert {"社区中心 大门口", "第一人民医院 北部", "现在", "门诊楼前下车"} <= set(said)
    assert all(key.isHidden() for key in made.findChildren(BigKey))
    assert "去哪里" in made.accessibleName()
    words = {piece.setting.lines[0]: piece for piece in made.pieces() if isinstance(piece, Words)}
    value, sub = words["第一人民医院 北部"], words["门诊楼前下车"]
    assert value.ink().right() < sub.ink().left()
    assert abs(value.rect.center().y() - sub.rect.center().y()) < 20


def test_with_room_a_small_display_shows_the_labels(qapp: object) -> None:
    kit = make_kit(DISPLAYS["10"], Look(text_size=TextSize.HUGE), Translator())
    made = ReadBack(kit, ROWS, service="taxi")
    shown(made, 1226, 1400)
    assert "去哪里" in texts(made)
