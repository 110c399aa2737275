"""The floor plan: two marks at their places, also when the picture cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.config import DEMO_FILE
from kiosk.text import msg
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Picture, Raster
from kiosk.ui.widgets.floor_plan import FloorPlan, load_plan

DEMO = DEMO_FILE.with_name("floor.svg")


def plan(kit: Kit, picture: Path, here: tuple[float, float] = (0.2, 0.7)) -> FloorPlan:
    made = FloorPlan(kit, str(picture), msg("alarm.plan"), here=here, goal=(0.7, 0.4))
    made.resize(900, 700)
    return made


def test_the_demo_has_a_plan_that_can_be_drawn() -> None:
    image = load_plan(str(DEMO))
    assert image.width() > image.height() > 0
    assert len({image.pixel(x, image.height() // 2) for x in range(image.width())}) > 1


def test_both_marks_stand_where_they_are_and_inside_the_plan(kit: Kit) -> None:
    made = plan(kit, DEMO, here=(0.0, 1.0))
    paper = next(p.rect for p in made.pieces() if isinstance(p, Raster))
    marks = {p.name: p.rect for p in made.pieces() if isinstance(p, Picture)}
    assert set(marks) == {"pin", "defibrillator"}
    assert all(paper.contains(rect) for rect in marks.values())
    goal = marks["defibrillator"].center()
    assert abs(goal.x() - (paper.left() + 0.7 * paper.width())) < 2
    assert abs(goal.y() - (paper.top() + 0.4 * paper.height())) < 2
    assert made.accessibleName()


@pytest.mark.parametrize(
    "content", [b"", b"<svg", b"\x89PNG\r\n\x1a\nnonsense", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
@pytest.mark.parametrize("name", ["plan.svg", "plan.png"])
def test_a_picture_that_cannot_be_read_leaves_the_marks(kit: Kit, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    for path in (tmp_path / name, tmp_path / "none.svg"):
        made = plan(kit, path)
        assert sum(isinstance(p, Picture) for p in made.pieces()) == 2
        assert made.needs_height(900) > 0
