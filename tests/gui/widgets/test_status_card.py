from __future__ import annotations

from kiosk.ui.pieces import Box, Picture
from kiosk.ui.theme import Kit
from kiosk.ui.widgets.status_card import StatusCard, Step, StepState
from tests.gui.fingers import shown, texts

STEPS = [
    Step("已记下", StepState.DONE),
    Step("已送到", StepState.DONE),
    Step("有人接了：李师傅", StepState.DONE),
    Step("车在路上，3 分钟", StepState.NOW),
    Step("办好了", StepState.COMING),
]


def card(kit: Kit) -> StatusCard:
    return StatusCard(kit, STEPS, "您是 12 号，走开也会叫您", service="taxi")


def test_every_step_stands_with_its_mark_and_the_number_at_the_foot(kit: Kit) -> None:
    made = card(kit)
    shown(made, 850, 740)
    said = texts(made)
    assert [t for t in said if t in {"已记下", "已送到", "办好了"}] == ["已记下", "已送到", "办好了"]
    assert "您是 12 号，走开也会叫您" in said
    assert [p.name for p in made.pieces() if isinstance(p, Picture)] == ["check"] * 3


def test_u5_done_now_and_coming_differ_without_colour(kit: Kit) -> None:
    made = card(kit)
    shown(made, 850, 740)
    rings = [p for p in made.pieces() if isinstance(p, Box) and p.control]
    assert [(r.dashed, r.fill == kit.colours.surface) for r in rings] == [
        (False, False), (False, False), (False, False), (False, True), (True, True),
    ]  # fmt: skip


def test_what_matters_now_is_kept_where_room_is_short(kit: Kit) -> None:
    made = card(kit)
    shown(made, 850, made.needs_height(850))
    said = texts(made)
    assert "车在路上，3 分钟" in said
    assert "您是 12 号，走开也会叫您" in said
    assert "已记下" not in said


def test_a_failed_step_has_a_cross(kit: Kit) -> None:
    made = StatusCard(kit, [Step("已记下", StepState.DONE), Step("没办成", StepState.FAILED)])
    shown(made, 850, 740)
    assert [p.name for p in made.pieces() if isinstance(p, Picture)] == ["check", "cross"]


def test_u9_the_name_says_all_and_what_is_not_yet_true(kit: Kit) -> None:
    assert (
        card(kit).accessibleName()
        == "已记下。已送到。有人接了：李师傅。车在路上，3 分钟。还没有：办好了。您是 12 号，走开也会叫您"
    )


def test_steps_can_be_replaced(kit: Kit) -> None:
    made = card(kit)
    shown(made, 850, 740)
    made.set_steps([Step("已记下", StepState.NOW)])
    assert texts(made) == ["1", "已记下"]
