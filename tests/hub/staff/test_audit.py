"""S6: every look at a resident's data stands in a log that nobody can change."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from kiosk.hub.models import Audit
from kiosk.hub.staff import audit
from kiosk.hub.staff.audit import AuditIsAppendOnly
from tests.hub.desk.house import DeskHouse

pytestmark = pytest.mark.anyio


async def written(house: DeskHouse) -> None:
    async with house.hub.database.work() as work:
        audit.note(work.session, staff_id=None, action="signed_in", now=house.clock.now())


async def test_s6_a_line_cannot_be_changed_or_deleted_through_the_program(house: DeskHouse) -> None:
    await written(house)
    async with house.hub.database.work() as work:
        row = (await work.session.scalars(select(Audit))).first()
        assert row is not None
        row.action = "nothing"
        with pytest.raises(AuditIsAppendOnly):
            await work.session.flush()
        await work.session.rollback()
        for statement in (update(Audit).values(action="nothing"), delete(Audit)):
            with pytest.raises(AuditIsAppendOnly):
                await work.session.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'nothing'", "DELETE FROM audit"])
async def test_s6_the_database_itself_refuses(house: DeskHouse, statement: str) -> None:
    await written(house)
    async with house.hub.database.read() as session:
        with pytest.raises(DBAPIError, match="append-only"):
            await session.execute(text(statement))
    assert ("signed_in", "") in await house.audited()


async def test_s6_a_page_drawn_again_is_one_look_and_a_later_one_is_another(house: DeskHouse) -> None:
    browser = await house.signed_in()
    for _ in range(3):
        await browser.get("/desk/")
    assert [action for action, _ in await house.audited()].count("looked_at_board") == 1
    house.clock.advance(601)
    await browser.get("/desk/")
    assert [action for action, _ in await house.audited()].count("looked_at_board") == 2
