"""What a kiosk is offered, where hospitals come from, and that an invented one runs in the demonstration only."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.config import Hospital as Entry
from kiosk.hub.core import assemble
from kiosk.hub.errors import HubStartError
from kiosk.hub.hospital.demo.serve import DemoHospitals
from kiosk.hub.hospital.demo.store import Store
from kiosk.hub.hospital.demo.world import plan
from kiosk.hub.hospital.reading import moment
from kiosk.hub.hospital.registry import hospital_links
from kiosk.hub.settings import HubSettings
from tests.fakes.hospital import down
from tests.fakes.hub_clock import FakeHubClock
from tests.hub.hospital.house import HOSPITALS, add_resident, appointment, ward
from tests.hub.house import house, settings
from tests.hub.served import enrolled, serving, stream
from tests.hub.test_commands import served
from tests.waiting import PATIENCE

pytestmark = pytest.mark.anyio
CONFIG = """[kiosk]
demo = true
[hub]
port = 0
tls = false
state_dir = "{folder}"
[[hub.hospital]]
id = "clinic"
name = "东街社区卫生服务中心（演示）"
base_url = "demo"
"""
INVENTED = Entry("clinic", "东街社区卫生服务中心（演示）", "demo", kind="community")


async def test_community_centres_come_first_with_their_departments(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        told = (await made.get("/v1/hospitals")).json()["hospitals"]
        assert [(one["id"], one["kind"]) for one in told] == [("clinic", "community"), ("east", "hospital")]
        assert [one["name"] for one in told[0]["departments"]] == ["家庭医生", "配药", "全科"]
        assert len(told[1]["departments"]) == 6
        days = (await made.get("/v1/hospitals/east/days", department="department-0")).json()["days"]
        assert days == sorted(days)
        assert len(days) == 12
        one = await made.slots("east", day=days[3], limit=3)
        assert len(one) == 3


async def test_one_that_falls_silent_stays_and_one_never_heard_is_left_out(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        made.line.play = down(lambda request: request.url.path.startswith("/east"))
        assert [one["id"] for one in (await made.get("/v1/hospitals")).json()["hospitals"]] == ["clinic"]
        made.line.play = None
        assert len((await made.get("/v1/hospitals")).json()["hospitals"]) == 1  # it keeps nobody waiting so soon
        made.house.clock.advance(31)
        assert len((await made.get("/v1/hospitals")).json()["hospitals"]) == 2
        made.house.clock.advance(timedelta(minutes=6).total_seconds())
        made.line.play = down()
        assert len((await made.get("/v1/hospitals")).json()["hospitals"]) == 2


@pytest.mark.parametrize(
    ("path", "params", "told"),
    [
        ("/v1/hospitals/nowhere/days", {"department": "a"}, (404, "not_found")),
        ("/v1/hospitals/clinic/days", {}, (422, "invalid")),
        ("/v1/hospitals/clinic/days", {"department": "../x"}, (422, "invalid")),
        ("/v1/hospitals/clinic/slots", {"department": "a", "limit": 61}, (422, "invalid")),
        ("/v1/hospitals/clinic/slots", {"department": "a", "day": "0001-01-01"}, (422, "invalid")),
        ("/v1/hospitals/clinic/slots", {"department": "a", "day": "9999-12-31"}, (422, "invalid")),
    ],
)
async def test_what_cannot_be_asked_is_said(
    tmp_path: Path, path: str, params: dict[str, Any], told: tuple[int, str]
) -> None:
    async with ward(tmp_path) as made:
        answer = await made.get(path, **params)
        assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == told


async def test_without_hospitals_nothing_is_offered(tmp_path: Path) -> None:
    async with house(tmp_path) as made:
        kiosk = await made.kiosk()
        answer = await made.http.get("/v1/hospitals", headers=kiosk.headers)
        assert answer.json() == {"hospitals": []}


async def test_an_invented_hospital_runs_in_the_demonstration_only(tmp_path: Path) -> None:
    made = settings(tmp_path, hospitals=(INVENTED,))
    with pytest.raises(HubStartError, match="demo only"):
        made.check()
    with pytest.raises(HubStartError, match="demo only"):
        hospital_links(made, FakeHubClock())


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [(None, 0, "cannot be read"), ("secret", 0o644, "chmod 600"), ("", 0o600, "one line"), ("a\nb", 0o600, "one line")],
)
def test_s12_a_token_is_one_line_that_only_the_hub_reads(
    tmp_path: Path, text: str | None, mode: int, said: str
) -> None:
    file = tmp_path / "token"
    if text is not None:
        file.write_text(text)
        file.chmod(mode)
    made = settings(tmp_path, hospitals=(replace(HOSPITALS[0], token_file=file),))
    with pytest.raises(HubStartError, match=said):
        hospital_links(made, FakeHubClock())


async def test_a_token_goes_to_its_hospital(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("0000\n")
    file.chmod(0o600)
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Authorization", ""))
        return httpx.Response(200, json={"resourceType": "CapabilityStatement"})

    made = settings(tmp_path, hospitals=(replace(HOSPITALS[0], token_file=file), HOSPITALS[1]))
    links = hospital_links(made, FakeHubClock(), httpx.MockTransport(answer))
    for place in links.places.values():
        await place.port.probe()
    await links.close()
    assert seen == ["Bearer 0000", ""]


async def test_the_demonstration_books_over_real_http_and_survives_its_end(tmp_path: Path) -> None:
    """A real hub with the invented hospital beside it, on real time; after a restart the appointment still stands."""
    with serving(tmp_path, demo=True, hospitals=(INVENTED,)) as (url, made):
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
            kiosk = await enrolled(http, made)
            slots = await http.get(
                "/v1/hospitals/clinic/slots", params={"department": "department-0"}, headers=kiosk.headers
            )
            slot = slots.json()["slots"][-1]
            resident = await _known(made, kiosk.id)
            wish = appointment(slot, resident)
            async with stream(kiosk) as reader:
                await kiosk.submit(wish)
                while (await reader.next("request")).data["what"] != "booked":
                    pass
    store = Store(plan("community", 0), FakeHubClock(), tmp_path / "demo-hospital-clinic.json")
    (kept,) = store.search("Appointment", {})
    assert (moment(kept["start"]), kept["status"]) == (moment(slot["start"]), "booked")


@pytest.mark.sqlite
async def test_s4_no_address_and_no_path_of_a_hospital_is_logged(tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(CONFIG.format(folder=tmp_path / "hub"), "utf-8")
    with served(config) as (process, url):
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
            kiosk = await enrolled(http, settings(tmp_path / "hub"))
            told = await http.get("/v1/hospitals", headers=kiosk.headers)
        assert told.json()["hospitals"]
        process.terminate()
        process.wait(15)
        assert process.stderr is not None
        assert "http://" not in process.stderr.read()


async def _known(made: HubSettings, kiosk_id: str) -> str:
    hub = assemble(replace(made, hospitals=(), demo=False))
    resident = await add_resident(hub, kiosk_id)
    await hub.close()
    return resident


async def test_two_invented_hospitals_are_two(tmp_path: Path) -> None:
    clock = FakeHubClock()
    wanted = (INVENTED, replace(INVENTED, id="east", kind="hospital"))
    made = DemoHospitals(wanted, clock, tmp_path)
    running = asyncio.create_task(made.run())
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            for one in wanted:
                answer = await http.get(f"{made.url(one.id)}/HealthcareService")
                assert answer.json()["total"] == (3 if one.id == "clinic" else 6)
            assert (await http.get(made.url("nobody") + "/metadata")).status_code == 404
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        made.close()
