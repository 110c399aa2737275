"""Every endpoint survives whatever its description allows, and much that it does not, with no 5xx (S11)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error

from kiosk.config import Hospital
from kiosk.domain.resident import Level
from kiosk.hub.core import assemble
from kiosk.hub.residents.registry import Person
from kiosk.hub.settings import HubSettings
from kiosk.protocol.residents import PASS_HEADER, ResidentOut
from tests.hub.house import VERSION, person, taxi
from tests.hub.served import enrolled, serving
from tests.waiting import PATIENCE

EXAMPLES = int(os.environ.get("SILVER_KEY_FUZZ", "15"))  # a fault run asks for more
OPERATIONS = [
    ("get", "/v1/health"),
    ("get", "/v1/ca"),
    ("post", "/v1/enrolments"),
    ("post", "/v1/heartbeat"),
    ("get", "/v1/requests/{request_id}"),
    ("put", "/v1/requests/{request_id}"),
    ("put", "/v1/requests/{request_id}/events/{event_id}"),
    ("put", "/v1/requests/{request_id}/attachments/{attachment_id}"),
    ("post", "/v1/providers/{name}/webhook"),
    ("post", "/v1/residents/{resident_id}/vouch"),
    ("post", "/v1/staff/badge"),
    ("post", "/v1/staff/acts"),
    ("post", "/v1/staff/hand-over"),
    ("post", "/v1/staff/residents"),
    ("post", "/v1/staff/cards"),
    ("post", "/v1/staff/ties"),
    ("get", "/v1/residents/{resident_id}/lessons"),
    ("post", "/v1/lessons"),
    ("put", "/v1/selftests/{selftest_id}"),
    ("post", "/v1/cap/{name}"),
    ("post", "/v1/residents/card"),
    ("post", "/v1/residents/gone"),
    ("post", "/v1/residents/{resident_id}/open"),
    ("post", "/v1/residents/{resident_id}/leave"),
    ("get", "/v1/residents/{resident_id}/affairs"),
    ("post", "/v1/residents/{resident_id}/affairs/{request_id}/cancel"),
    ("put", "/v1/residents/{resident_id}/habits"),
    ("put", "/v1/residents/{resident_id}/consent"),
    ("delete", "/v1/residents/{resident_id}"),
    ("get", "/v1/hospitals"),
    ("get", "/v1/hospitals/{hospital}/days"),
    ("get", "/v1/hospitals/{hospital}/slots"),
    ("put", "/v1/holds/{key}"),
    ("delete", "/v1/holds/{key}"),
]
CLINIC = Hospital("clinic", "东街社区卫生服务中心（演示）", "demo", kind="community")
NOTHING_TO_GET_WRONG = ("/v1/health", "/v1/ca")
REACHED = [
    ("post", "/v1/heartbeat"),
    ("put", "/v1/requests/{request_id}"),
    ("get", "/v1/residents/{resident_id}/affairs"),
    ("put", "/v1/residents/{resident_id}/habits"),
    ("put", "/v1/residents/{resident_id}/consent"),
    ("get", "/v1/hospitals"),
    ("get", "/v1/hospitals/{hospital}/days"),
    ("get", "/v1/hospitals/{hospital}/slots"),
]


@schemathesis.serializer("audio/wav")
def sound(_: Any, value: Any) -> bytes:
    """Mostly no sound at all, and now and then what begins as one."""
    data = value.encode(errors="replace") if isinstance(value, str) else bytes(repr(value), "utf-8")
    return b"RIFF0000WAVE" + data if len(data) % 2 else data


@dataclass(frozen=True)
class Target:
    url: str
    headers: dict[str, str]
    request_id: str
    resident_id: str


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    many = {"rate_per_second": 1e6, "rate_burst": 10**6, "card_burst": 10**6}
    with serving(tmp_path_factory.mktemp("hub"), demo=True, hospitals=(CLINIC,), **many) as (url, made):
        yield asyncio.run(_target(url, made))


async def _target(url: str, made: HubSettings) -> Target:
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
        kiosk = await enrolled(http, made)
        wish = taxi()
        await kiosk.submit(wish)
        resident = await _opened(made, kiosk.id)
        return Target(url, {**kiosk.headers, PASS_HEADER: resident.pass_}, wish["id"], resident.id)


async def _opened(made: HubSettings, kiosk_id: str) -> ResidentOut:
    """A resident who stands at this kiosk, known and opened."""
    hub = assemble(made)
    staff = await person(hub, "王阿姨")
    async with hub.database.work() as work:
        row = await hub.residents.register(work, Person(), by=staff.id)
        resident = hub.residents.admit(work, row, kiosk_id, Level.OPENED)
    await hub.close()
    return resident


@pytest.fixture(scope="module")
def api_schema(target: Target) -> Any:
    return schemathesis.openapi.from_url(f"{target.url}/openapi.json")


def aim(case: Any, target: Target) -> None:
    """Past the first check, down to the database: the ids in the address are those of the body, or of who is there."""
    if "hospital" in case.path_parameters:
        case.path_parameters = {"hospital": CLINIC.id}
        return
    if "attachment_id" in case.path_parameters:
        case.path_parameters = {**case.path_parameters, "request_id": target.request_id}
        return
    if "resident_id" in case.path_parameters:
        case.path_parameters = {**case.path_parameters, "resident_id": target.resident_id}
        return
    if isinstance(case.body, dict) and isinstance(case.body.get("id"), str):
        if "selftest_id" in case.path_parameters:
            case.path_parameters = {"selftest_id": case.body["id"]}
            return
        inner = "event_id" in case.path_parameters
        case.path_parameters = {
            "request_id": target.request_id if inner else case.body["id"],
            "event_id": case.body["id"],
        }


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_s11_no_endpoint_breaks(api_schema: Any, target: Target, method: str, path: str, mode: GenerationMode) -> None:
    seen: set[int] = set()
    cases = api_schema[path][method].as_strategy(generation_mode=mode)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=cases)
    def survives(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and method in ("put", "get"):
            aim(case, target)
        for headers in (target.headers, VERSION):
            seen.add(case.call_and_validate(headers=headers, checks=[not_a_server_error]).status_code)

    if mode is GenerationMode.NEGATIVE and path in NOTHING_TO_GET_WRONG:
        with pytest.raises(Unsatisfiable):
            survives()
        return
    survives()
    if mode is GenerationMode.POSITIVE and (method, path) in REACHED:
        assert {200, 204} & seen, "nothing got past the first check"


def test_s11_every_operation_but_the_stream_is_tried(api_schema: Any) -> None:
    found = {(op.ok().method, op.ok().path) for op in api_schema.get_all_operations()}
    assert found == {*OPERATIONS, ("get", "/v1/stream")}


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=9999999999999999999999", "after=1.5"])
def test_s11_a_stream_s_start_is_checked(target: Target, query: str) -> None:
    answer = httpx.get(f"{target.url}/v1/stream?{query}", headers=target.headers, timeout=PATIENCE)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:silver-key:problem:invalid")
