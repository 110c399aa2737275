"""Each bad day at a hospital ends honestly: what the resident reads on the kiosk, and what stands at the desk.

From the hospital's answer on the wire to the words on both screens.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.details import AppointmentWish, Need, PlaceRef
from kiosk.domain.owner import Owner
from kiosk.domain.request import told
from kiosk.domain.story import tell
from kiosk.hub import desk
from kiosk.hub.app import create_app
from kiosk.protocol.models import RequestOut
from kiosk.screens.request.wording import Centre, Sight, picture
from tests.fakes.hospital import Edit, Play, down, edited, is_, lost, says
from tests.fakes.requests import recorded
from tests.fakes.screens import ZH
from tests.hub.desk.house import DeskHouse
from tests.hub.hospital.house import Ward, ward

pytestmark = pytest.mark.anyio
POST = is_("POST", "Appointment")
BOOKED = "约好了"
WISH = AppointmentWish(Need.FAMILY_DOCTOR, PlaceRef("clinic", "东街社区卫生服务中心"), PlaceRef("d", "家庭医生"))


def without(name: str) -> Edit:
    return lambda resource: {key: value for key, value in resource.items() if key != name}


def with_(**changes: Any) -> Edit:
    return lambda resource: {**resource, **changes}


def no_zone(resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "start": resource["start"][:19]}


@dataclass(frozen=True)
class Day:
    """`asked`: what the hospital does while it is asked to book; `later`: what it does to what it has booked."""

    resident: str
    desk: str
    asked: Play | None = None
    later: Callable[[Ward], Awaitable[None]] | None = None
    stands: bool = False


def by_itself(**changes: Any) -> Callable[[Ward], Awaitable[None]]:
    """It changes an appointment on its own."""

    async def change(made: Ward) -> None:
        (found,) = made.line.appointments()
        last = (await made.slots())[-1]
        wanted = changes or {"slot": [{"reference": f"Slot/{last['id']}"}], "start": last["start"]}
        made.line.stores["clinic"].update("Appointment", found["id"], {**found, **wanted}, "")

    return change


def answers(play: Play) -> Callable[[Ward], Awaitable[None]]:
    async def change(made: Ward) -> None:
        made.line.play = play

    return change


CHECK = "要核实"
DAYS = {
    "no connection": Day("有人在帮您问", "没办成，请打电话", asked=down()),
    "refuses": Day("有人在帮您问", "没办成，请打电话", asked=says(b"{}", 422, POST)),
    "the reply is lost": Day("志愿者去问", CHECK, asked=lost(POST, arrives=False)),
    "a page in its place": Day("志愿者去问", CHECK, asked=says(b"<html></html>", 200, POST)),
    "an error of its own": Day("志愿者去问", CHECK, asked=says(b"{}", 500, POST)),
    "a status nobody knows": Day("志愿者去问", CHECK, asked=edited("Appointment", with_(status="gebucht"), "POST")),
    "no start": Day("志愿者去问", CHECK, asked=edited("Appointment", without("start"), "POST")),
    "no zone": Day("志愿者去问", CHECK, asked=edited("Appointment", no_zone, "POST")),
    "another slot": Day(
        "志愿者去问", CHECK, asked=edited("Appointment", with_(slot=[{"reference": "Slot/another"}]), "POST")
    ),
    "cancels": Day("医院取消了", "对方取消了", later=by_itself(status="cancelled")),
    "moves": Day("时间改了", "改了时间", later=by_itself(), stands=True),
    "a status later": Day("志愿者去问", CHECK, later=answers(edited("Appointment", with_(status="gebucht")))),
    "silent for hours": Day(BOOKED, "好几个小时没有回音", later=answers(down()), stands=True),
}


async def on_the_kiosk(made: Ward, request_id: str) -> str:
    """What the request's own screen says of it, to who asked for it; what is still to come is apart."""
    out = RequestOut.model_validate(await made.kiosk.look(request_id))
    here = recorded(WISH, id=request_id, owner=Owner(made.resident), valid_for=None)
    request = told(here, [event.event() for event in out.events])
    drawn = picture(request, tell(request), Centre("021-00000000", zone=UTC), sight=Sight(own=True))
    return " ".join(ZH(words) for words in drawn.say)


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS.keys())
async def test_the_resident_and_the_desk_are_told_the_truth(tmp_path: Path, day: Day) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[-1 if day.stands else 0]
        made.line.play = day.asked
        request_id = await made.wish(slot)
        await made.tick()
        if day.later is not None:
            assert BOOKED in await on_the_kiosk(made, request_id)
            await day.later(made)
        await made.pass_time(timedelta(hours=7), timedelta(minutes=30))
        said = await on_the_kiosk(made, request_id)
        assert day.resident in said
        assert (BOOKED in said) is (day.resident == BOOKED)
        at_desk = DeskHouse(made.house.hub, made.house.clock, create_app(made.house.hub, [desk.install]))
        browser = await at_desk.signed_in()
        assert f'id="card-{request_id}"' in (await browser.get("/desk/")).text
        assert day.desk in (await browser.get(f"/desk/requests/{request_id}")).text


@pytest.mark.parametrize(
    "edit", [without("start"), no_zone, with_(status="frei")], ids=["no start", "no zone", "status"]
)
async def test_a_time_that_cannot_be_relied_on_is_never_offered(tmp_path: Path, edit: Edit) -> None:
    """Where no other is left the kiosk offers none, and what is wished for waits at the desk (U23)."""
    async with ward(tmp_path) as made:
        made.line.play = edited("Slot", edit)
        assert await made.slots() == []
        days = await made.get("/v1/hospitals/clinic/days", department="department-0")
        assert days.json() == {"days": []}
        request_id = await made.wish(None)
        assert "约" in await on_the_kiosk(made, request_id)
        assert BOOKED not in await on_the_kiosk(made, request_id)
        assert (await made.row(request_id)).needs_person
