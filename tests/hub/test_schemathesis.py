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

from kiosk.hub.settings import HubSettings
from tests.hub.house import VERSION, taxi
from tests.hub.served import enrolled, serving

EXAMPLES = int(os.environ.get("SILVER_KEY_FUZZ", "15"))  # a fault run asks for more
OPERATIONS = [
    ("get", "/v1/health"),
    ("get", "/v1/ca"),
    ("post", "/v1/enrolments"),
    ("post", "/v1/heartbeat"),
    ("get", "/v1/requests/{request_id}"),
    ("put", "/v1/requests/{request_id}"),
    ("put", "/v1/requests/{request_id}/events/{event_id}"),
    ("post", "/v1/providers/{name}/webhook"),
]
NOTHING_TO_GET_WRONG = ("/v1/health", "/v1/ca")
REACHED = [("post", "/v1/heartbeat"), ("put", "/v1/requests/{request_id}")]


@dataclass(frozen=True)
class Target:
    url: str
    headers: dict[str, str]
    request_id: str


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with serving(tmp_path_factory.mktemp("hub"), rate_per_second=1e6, rate_burst=10**6) as (url, made):
        yield asyncio.run(_target(url, made))


async def _target(url: str, made: HubSettings) -> Target:
    async with httpx.AsyncClient(base_url=url) as http:
        kiosk = await enrolled(http, made)
        wish = taxi()
        await kiosk.submit(wish)
        return Target(url, kiosk.headers, wish["id"])


@pytest.fixture(scope="module")
def api_schema(target: Target) -> Any:
    return schemathesis.openapi.from_url(f"{target.url}/openapi.json")


def aim(case: Any, request_id: str) -> None:
    """Past the first check, down to the database: the ids in the address are those of the body."""
    if isinstance(case.body, dict) and isinstance(case.body.get("id"), str):
        inner = "event_id" in case.path_parameters
        case.path_parameters = {"request_id": request_id if inner else case.body["id"], "event_id": case.body["id"]}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_s11_no_endpoint_breaks(api_schema: Any, target: Target, method: str, path: str, mode: GenerationMode) -> None:
    seen: set[int] = set()
    cases = api_schema[path][method].as_strategy(generation_mode=mode)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=cases)
    def survives(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and method == "put":
            aim(case, target.request_id)
        for headers in (target.headers, VERSION):
            seen.add(case.call_and_validate(headers=headers, checks=[not_a_server_error]).status_code)

    if mode is GenerationMode.NEGATIVE and path in NOTHING_TO_GET_WRONG:
        with pytest.raises(Unsatisfiable):
            survives()
        return
    survives()
    if mode is GenerationMode.POSITIVE and (method, path) in REACHED:
        assert 200 in seen, "nothing got past the first check"


def test_s11_every_operation_but_the_stream_is_tried(api_schema: Any) -> None:
    found = {(op.ok().method, op.ok().path) for op in api_schema.get_all_operations()}
    assert found == {*OPERATIONS, ("get", "/v1/stream")}


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=9999999999999999999999", "after=1.5"])
def test_s11_a_stream_s_start_is_checked(target: Target, query: str) -> None:
    answer = httpx.get(f"{target.url}/v1/stream?{query}", headers=target.headers)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:silver-key:problem:invalid")
