"""What the kiosk expects of helpers' badges: the same of the stand-in and of a hub (S6)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from uuid6 import uuid7

from kiosk.adapters.enrolment import enrol
from kiosk.adapters.hub.calls import Calls
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.helpers import HubHelpers
from kiosk.domain.badge import Act
from kiosk.domain.other_card import OtherKind, fingerprint
from kiosk.domain.resident import Resident, Zodiac
from kiosk.errors import CardUnknown, HubBusy, HubRefused, HubUnreachable, NotEnrolled
from kiosk.hub.core import assemble
from kiosk.hub.settings import HubSettings
from kiosk.hub.staff import badges
from kiosk.hub.staff.service import create_staff
from kiosk.ports.helpers import Helpers, NewResident
from tests.fakes.helpers import BADGE, PIN, MemoryHelpers
from tests.hub.served import serving

IDENTITY = "000000190001010009"  # nobody's: there is no district 000000


@dataclass(frozen=True)
class Desk:
    """A hub at which 王阿姨 has a badge, or the stand-in."""

    port: Helpers
    badge: str


@pytest.fixture(params=["memory", "hub"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    if request.param == "memory":
        yield Desk(MemoryHelpers(), BADGE)
        return
    with serving(tmp_path / "hub") as (url, made):
        code, badge = asyncio.run(_prepared(made, url))
        credentials: Credentials = enrol(code, tmp_path / "joined", name="一号机", place="一楼大厅")
        calls = Calls(lambda: credentials)
        yield Desk(HubHelpers(calls), badge)
        calls.close()


async def _prepared(made: HubSettings, url: str) -> tuple[str, str]:
    """An enrolment code, and a badge whose PIN is set."""
    hub = assemble(made)
    now = hub.clock.now()
    async with hub.database.work() as work:
        secret = await hub.kiosks.new_code(work)
        staff = await create_staff(
            work.session, username="wang", display_name="王阿姨", role="duty", password="a long enough phrase", now=now
        )
        badge = await badges.give(work.session, staff, now, by=staff.id)
        await badges.set_pin(work.session, staff, PIN, now)
    await hub.close()
    return hub.enrolment_code(secret, url).encode(), badge


def test_a_helper_registers_a_resident_once_issues_a_card_and_ties_another(desk: Desk) -> None:
    helper = desk.port.enter(desk.badge, PIN)
    person = NewResident(str(uuid7()), "021-00000000", Zodiac.RABBIT, health=True)
    first = desk.port.register(helper, person)
    again = desk.port.register(helper, person)  # the answer was lost
    assert len({first.code, again.code}) == 2
    assert first.number not in repr(first)
    read = fingerprint(IDENTITY)
    with pytest.raises(HubRefused) as refused:  # a code that changes
        desk.port.tie(helper, again.code, (read, fingerprint(IDENTITY + "1")), OtherKind.CODE)
    assert refused.value.code == "invalid"
    desk.port.tie(helper, again.code, (read, read), OtherKind.SOCIAL)
    with pytest.raises(HubRefused):  # tied already
        desk.port.tie(helper, again.code, (read, read), OtherKind.SOCIAL)
    with pytest.raises(CardUnknown):
        desk.port.tie(helper, "SK1-0000-0000-0000-0000-00", (read, read), OtherKind.SOCIAL)
    with pytest.raises(CardUnknown):  # not opened here
        desk.port.issue(helper, Resident(person.id))
    desk.port.did(helper, Act.LOCKED)
    with pytest.raises(CardUnknown):
        desk.port.register(helper, person)


def test_s6_a_badge_its_acts_and_its_end(desk: Desk) -> None:
    for badge, pin in ((desk.badge, "280418"), (desk.badge, ""), ("SKB-0000", PIN), (desk.badge, "0" * 500)):
        with pytest.raises(CardUnknown):
            desk.port.enter(badge, pin)
    helper = desk.port.enter(desk.badge, PIN)
    assert helper.name == "王阿姨"
    assert helper.pass_ not in repr(helper)
    for act in (Act.TOOK_STEP, Act.GAVE_BACK, Act.LOCKED):
        desk.port.did(helper, act)
    with pytest.raises(CardUnknown):
        desk.port.did(helper, Act.TOOK_STEP)
    again = desk.port.enter(desk.badge, PIN)
    desk.port.hand_over(again)
    with pytest.raises(CardUnknown):
        desk.port.hand_over(again)


def test_s6_who_tries_too_often_is_told_so(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as (url, made):
        code, badge = asyncio.run(_prepared(made, url))
        credentials = enrol(code, tmp_path / "joined", name="一号机", place="一楼大厅")
        calls = Calls(lambda: credentials)
        for _ in range(8):
            with pytest.raises(CardUnknown):
                HubHelpers(calls).enter(badge, "280418")
        with pytest.raises(HubBusy):
            HubHelpers(calls).enter(badge, PIN)
        calls.close()


def test_without_a_hub_nothing_opens() -> None:
    nobody = Calls(lambda: None)
    with pytest.raises(NotEnrolled):
        HubHelpers(nobody).enter(BADGE, PIN)
    nobody.close()
    with pytest.raises(HubUnreachable):
        HubHelpers(nobody).enter(BADGE, PIN)
