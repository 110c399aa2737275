"""The guide of 看病预约: off until approved, danger first, four questions at most, and an end that is true."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.content.guide import guide
from kiosk.domain.details import Need
from kiosk.text import Message
from tests.fakes.screens import ZH
from tests.unit.screens.test_doctor import Table


def guided(**how: Any) -> Table:
    """A kiosk whose centre has had the guide approved, at its first question."""
    table = Table(**how)
    table.presenter.close()
    table.guide, table.approved = guide(), "东街社区卫生服务中心"
    table.presenter = table.make()
    table.presenter.chosen("guide")
    return table


def test_without_an_approval_there_is_no_guide() -> None:
    table = Table()
    table.presenter.close()
    table.guide = guide()
    table.presenter = table.make()
    assert "guide" not in {choice.id for choice in table.now().choices}
    table.presenter.chosen("guide")
    assert table.page() == "start"


@pytest.mark.parametrize("sign", ["chest", "stroke", "bleeding", "breath"])
def test_every_sign_of_danger_stops_everything_for_120_with_the_alarm_beside(sign: str) -> None:
    table = guided()
    table.presenter.chosen(sign)
    assert (table.page(), ZH(table.now().title)) == ("urgent", "很不舒服，先打 120")
    table.presenter.pressed("alarm")
    assert table.alarms == 1


def test_chest_pain_found_late_stops_everything_too() -> None:
    table = guided()
    for choice in ("no_sign", "chest", "chest_pain"):
        table.presenter.chosen(choice)
    assert table.page() == "urgent"


def big(table: Table) -> Message:
    found = table.now().big
    assert found is not None
    return found


def paths() -> list[tuple[str, ...]]:
    """Every way through the pictures."""
    return [
        ("no_sign", area.id, *((spot,) if len(area.spots) > 1 else ()))
        for area in guide().areas
        for spot, rule in area.spots.items()
        if rule != "urgent"
    ]


def test_every_way_ends_after_at_most_four_questions_at_a_department_and_says_who_approved_it() -> None:
    for path in paths():
        table = guided()
        for choice in path:
            table.presenter.chosen(choice)
        assert table.page() == "guide_advice", path
        assert len(path) <= 4
        assert "东街社区卫生服务中心" in ZH(table.now().lead)
        assert ZH(big(table)) not in table.speech.heard()  # a department is personal (U11)


@pytest.mark.parametrize(
    "path", [("no_sign", "not_sure"), ("no_sign", "belly", "not_sure"), ("no_sign", "head", "head")]
)
def test_unsure_ends_at_general_medicine_or_a_person(path: tuple[str, ...]) -> None:
    table = guided()
    for choice in ("no_sign", *path):
        table.presenter.chosen(choice)
    assert ZH(big(table)) == "全科"
    table.presenter.pressed("guide_person")
    assert table.navigator.went == [("go", "volunteer", {"screen": "doctor", "about": "doctor"})]


def test_a_department_that_no_hospital_of_ours_has_is_a_wish_for_a_person() -> None:
    table = guided()
    for choice in ("no_sign", "skin"):
        table.presenter.chosen(choice)
    table.presenter.pressed("guide_yes")
    table.settle()
    assert table.page() == "when"
    table.presenter.chosen("any")
    table.presenter.pressed("ok")
    wish = table.requests.asked[-1][1]
    assert (wish.need, wish.department.name, wish.slot) == (Need.DEPARTMENT, "皮肤科", None)


def test_a_department_that_ours_have_leads_on_without_asking_again() -> None:
    table = guided()
    names = {d.name for h in table.times.hospitals for d in h.departments}
    rule = next(r for r in guide().rules.values() if any(r.fits(name) for name in names) and r.id != "general")
    area = next(a for a in guide().areas if rule.id in a.spots.values())
    for choice in ("no_sign", area.id, *(s for s, r in area.spots.items() if r == rule.id and len(area.spots) > 1)):
        table.presenter.chosen(choice)
    table.presenter.pressed("guide_yes")
    table.settle()
    assert table.page() in ("days", "hospitals")


def test_back_leads_through_the_pictures() -> None:
    table = guided()
    for choice in ("no_sign", "head", "eye"):
        table.presenter.chosen(choice)
    seen = []
    while table.presenter.back():
        seen.append(table.page())
    assert seen == ["guide_spot", "guide_body", "guide_signs", "start"]
