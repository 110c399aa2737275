"""The small parts: bus, limits, damaged certificates, the API's own description."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.hub.bus import InProcessBus, Notice, Topic
from kiosk.hub.ca import identity
from kiosk.hub.errors import Busy, HubStartError
from kiosk.hub.limits import MOST_BUCKETS, Limits
from tests.fakes.hub_clock import FakeHubClock
from tests.hub.house import House

pytestmark = pytest.mark.anyio
ONE, TWO = Notice(Topic.REQUEST, "1"), Notice(Topic.REQUEST, "2")


async def test_the_bus_melts_equal_news_together_and_forgets_none() -> None:
    bus = InProcessBus()
    some, every, other = bus.subscribe(ONE), bus.subscribe(Notice(Topic.REQUEST)), bus.subscribe(Notice(Topic.KIOSK))
    bus.publish([ONE, TWO, ONE])
    assert await some.wait(0) == {ONE}
    assert await every.wait(0) == {ONE, TWO}
    assert await every.wait(0) == frozenset()
    assert await other.wait(0) == frozenset()


async def test_a_closed_bus_holds_nobody() -> None:
    bus = InProcessBus()
    before = bus.subscribe(ONE)
    bus.close()
    after = bus.subscribe(ONE)
    for subscription in (before, after):
        assert await subscription.wait() == frozenset()
        assert subscription.closed
    bus.publish([ONE])
    assert await before.wait() == frozenset()


async def test_who_has_left_is_forgotten() -> None:
    bus = InProcessBus()
    for _ in range(3):
        bus.subscribe(ONE, TWO).close()
    assert not bus._listeners


def test_a_bucket_refills_with_time_and_strangers_cannot_fill_the_memory() -> None:
    clock = FakeHubClock()
    limits = Limits(clock, 2.0, 2)
    limits.take("a")
    limits.take("a")
    with pytest.raises(Busy) as busy:
        limits.take("a")
    assert busy.value.retry_after == 1
    limits.take("b")
    clock.advance(0.5)
    limits.take("a")
    for number in range(MOST_BUCKETS * 2):
        limits.take(str(number))
    assert len(limits._buckets) == MOST_BUCKETS


def test_damaged_certificates_are_one_line_and_never_replaced(tmp_path: Path) -> None:
    now = FakeHubClock().now()
    identity(tmp_path, (), now)
    key = (tmp_path / "ca.key").read_bytes()
    (tmp_path / "server.pem").write_text("torn")
    assert identity(tmp_path, (), now).ca_pem.startswith("-----BEGIN CERTIFICATE")
    (tmp_path / "ca.pem").write_text("torn")
    with pytest.raises(HubStartError, match="damaged"):
        identity(tmp_path, (), now)
    (tmp_path / "ca.pem").unlink()
    with pytest.raises(HubStartError, match="belong together"):
        identity(tmp_path, (), now)
    assert (tmp_path / "ca.key").read_bytes() == key


async def test_the_api_s_description_is_complete(hub_house: House) -> None:
    described = (await hub_house.http.get("/openapi.json")).json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["description"], where
            for status, answer in operation["responses"].items():
                content = answer.get("content", {})
                shown = [c.get("example") for c in content.values()]
                assert any(shown) or status == "204", f"{where} {status}: no example"
            if "requestBody" in operation:
                content = operation["requestBody"]["content"]
                told = [one.get("examples") or one.get("example") for one in content.values()]
                assert content.get("audio/wav") or any(told), where
    residents = "/v1/residents/{resident_id}"
    assert set(described["paths"]) == {
        "/v1/requests/{request_id}/attachments/{attachment_id}",
        "/v1/residents/card",
        "/v1/residents/gone",
        "/v1/staff/residents",
        "/v1/staff/cards",
        "/v1/staff/ties",
        "/v1/lessons",
        "/v1/selftests/{selftest_id}",
        "/v1/cap/{name}",
        f"{residents}/lessons",
        residents,
        *(f"{residents}/{part}" for part in ("open", "affairs", "habits", "consent", "leave")),
        f"{residents}/affairs/{{request_id}}/cancel",
        "/v1/health",
        "/v1/ca",
        "/v1/enrolments",
        "/v1/requests/{request_id}",
        "/v1/requests/{request_id}/events/{event_id}",
        "/v1/heartbeat",
        "/v1/stream",
        "/v1/providers/{name}/webhook",
        "/v1/residents/{resident_id}/vouch",
        "/v1/staff/badge",
        "/v1/staff/acts",
        "/v1/staff/hand-over",
        "/v1/hospitals",
        "/v1/hospitals/{hospital}/days",
        "/v1/hospitals/{hospital}/slots",
        "/v1/holds/{key}",
    }
