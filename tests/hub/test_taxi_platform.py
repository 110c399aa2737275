"""A taxi platform over HTTP: booked once whatever the line does, unknown when nobody knows, and believed only when
it has signed (R1, R3).
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import Provider
from kiosk.domain.ride import RideState
from kiosk.hub.errors import HubStartError
from kiosk.hub.providers.base import ProviderRefused, ReplyLost, RideOrder
from kiosk.hub.providers.http import HttpProvider
from kiosk.hub.providers.signing import SHORTEST_SECRET, Heard, read_secret
from tests.fakes import taxi_platform as fake
from tests.fakes.hub_clock import FakeHubClock
from tests.fakes.taxi_platform import SECRET, TaxiPlatform, webhook
from tests.hub.house import House, event, house
from tests.hub.test_rides import booking, called, dispatcher, pass_time, row
from tests.waiting import until

pytestmark = pytest.mark.anyio
ORDER = RideOrder("key-1", "东街社区中心", "南门", "东街医院", people=2, wheelchair=True, phone="021-00000000")
UNREADABLE = [
    fake.server_error,
    fake.garbage,
    fake.portal,
    fake.portal_refusing,
    fake.endless,
    fake.moved,
    fake.a_strange_reference,
]


@pytest.fixture
def platform() -> Iterator[TaxiPlatform]:
    made = TaxiPlatform()
    yield made
    made.close()


@asynccontextmanager
async def provider(platform: TaxiPlatform, **options: Any) -> AsyncIterator[HttpProvider]:
    made = HttpProvider(platform.url, SECRET, FakeHubClock(), **options)
    yield made
    await made.close()


@asynccontextmanager
async def platform_house(folder: Path, platform: TaxiPlatform, **options: Any) -> AsyncIterator[House]:
    secret = folder / "platform.secret"
    secret.touch(0o600)
    secret.write_bytes(SECRET + b"\n")
    set_ = Provider("http", platform.url, secret_file=secret, **options)
    async with house(folder, provider="http", platform=set_) as made:
        yield made


async def looked(platform: TaxiPlatform, times: int) -> None:
    """Until the hub has asked so often how the ride stands."""
    await asyncio.to_thread(
        until, lambda: platform.calls.count("GET /api/rides/R-0") == times, f"look {times}", seconds=10
    )


async def hook(made: House, body: bytes, headers: dict[str, str], name: str = "taxi") -> int:
    return (await made.http.post(f"/v1/providers/{name}/webhook", content=body, headers=headers)).status_code


async def test_an_order_is_told_without_a_name_and_with_our_key(platform: TaxiPlatform) -> None:
    async with provider(platform) as made:
        await made.probe()
        assert await made.send(ORDER) == "R-0"
        assert await made.send(ORDER) == "R-0"
        platform.state = "arriving"
        told = await made.status("R-0")
        assert (told.state, told.ride and told.ride.plate) == (RideState.ARRIVING, "沪A·D00000")
        assert (await made.cancel("R-0")).consequence == "driver_told"
    assert platform.keys == ["key-1", "key-1"]
    assert platform.rides["key-1"] == {
        "pickup": {"name": "东街社区中心", "detail": "南门", "stand_at": ""},
        "destination": {"name": "东街医院", "detail": ""},
        "people": 2,
        "wheelchair": True,
        "in_minutes": 0,
        "leave_at": None,
        "phone": "021-00000000",
    }


@pytest.mark.parametrize("spoil", UNREADABLE)
async def test_r3_an_answer_that_cannot_be_read_is_a_lost_reply(
    platform: TaxiPlatform, spoil: Callable[..., Any]
) -> None:
    async with provider(platform) as made:
        platform.spoil = [spoil]
        with pytest.raises(ReplyLost):
            await made.send(ORDER)
    assert len(platform.rides) == 1, "it took effect, and only the reply was spoilt"


@pytest.mark.parametrize("spoil", [*UNREADABLE[:-1], fake.without_a_car])
async def test_r3_how_a_ride_stands_is_believed_only_when_it_makes_sense(
    platform: TaxiPlatform, spoil: Callable[..., Any]
) -> None:
    async with provider(platform) as made:
        platform.spoil = [spoil]
        with pytest.raises(ReplyLost):
            await made.status("R-0")


async def test_what_surely_did_not_happen_is_a_refusal(platform: TaxiPlatform) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        gone = HttpProvider(f"http://127.0.0.1:{nobody.getsockname()[1]}", SECRET, FakeHubClock())
        with pytest.raises(ProviderRefused):
            await gone.send(ORDER)
        await gone.close()
    async with provider(platform) as made:
        platform.refuse = "no_service"
        with pytest.raises(ProviderRefused):
            await made.probe()
        platform.refuse = ""
        with pytest.raises(ProviderRefused):
            await made.status("../../admin")
        assert platform.calls == ["GET /api/health"]


async def test_r3_too_slow_is_lost(platform: TaxiPlatform) -> None:
    platform.hold = threading.Event()
    async with provider(platform, answer_seconds=0.2) as made:
        with pytest.raises(ReplyLost):
            await made.send(ORDER)


async def test_s6_a_stranger_with_another_secret_books_nothing(platform: TaxiPlatform) -> None:
    made = HttpProvider(platform.url, b"1" * 32, FakeHubClock())
    with pytest.raises(ProviderRefused):
        await made.send(ORDER)
    await made.close()
    assert platform.rides == {}


async def test_r1_a_lost_reply_is_unknown_and_a_person_finds_out(tmp_path: Path, platform: TaxiPlatform) -> None:
    async with platform_house(tmp_path, platform) as made:
        platform.spoil = [fake.server_error]
        _, request_id = await called(made)
        await pass_time(made, 120)
        found = await row(made, request_id)
        assert (found.status, found.needs_person, len(platform.keys)) == ("unknown", True, 1)


async def test_r1_an_idempotent_platform_is_asked_again_with_the_same_key(
    tmp_path: Path, platform: TaxiPlatform
) -> None:
    async with platform_house(tmp_path, platform, idempotent=True) as made:
        platform.spoil = [fake.server_error, fake.portal]
        kiosk, request_id = await called(made)
        asking = asyncio.create_task(dispatcher(made).tick())
        while not asking.done():
            made.clock.advance(1)
            await asyncio.wait([asking], timeout=0.02)
        assert (await kiosk.whats(request_id))[-1] == "looking"
    assert len(platform.keys) == 3
    assert len(set(platform.keys)) == len(platform.rides) == 1


async def test_r1_it_is_asked_no_longer_than_the_wish_is_good(tmp_path: Path, platform: TaxiPlatform) -> None:
    async with platform_house(tmp_path, platform, idempotent=True) as made:
        platform.spoil = [fake.server_error] * 9
        _, request_id = await called(made, valid_for=3.0)
        asking = asyncio.create_task(dispatcher(made).tick())
        while not asking.done():
            made.clock.advance(1)
            await asyncio.wait([asking], timeout=0.02)
        assert ((await row(made, request_id)).status, len(platform.keys)) == ("unknown", 1)


@pytest.mark.parametrize(("idempotent", "status"), [(True, "delivered"), (False, "unknown")])
async def test_r1_a_hub_that_died_while_asking(
    tmp_path: Path, platform: TaxiPlatform, idempotent: bool, status: str
) -> None:
    async with platform_house(tmp_path, platform, idempotent=idempotent) as made:
        platform.hold = threading.Event()
        _, request_id = await called(made)
        asking = asyncio.create_task(dispatcher(made).tick())
        while not platform.keys:
            await asyncio.wait([asking], timeout=0.01)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    platform.hold.set()
    async with platform_house(tmp_path, platform, idempotent=idempotent) as again:
        await dispatcher(again).recover()
        await dispatcher(again).tick()
        assert (await row(again, request_id)).status == status
        assert (await booking(again, request_id)).reference == ("R-0" if idempotent else "")
    assert len(platform.rides) == 1


async def test_a_webhook_makes_the_hub_look_at_once_and_only_once(tmp_path: Path, platform: TaxiPlatform) -> None:
    async with platform_house(tmp_path, platform) as made:
        kiosk, request_id = await called(made)
        await dispatcher(made).tick()
        loop = asyncio.create_task(dispatcher(made).run())
        await looked(platform, 1)
        platform.state = "arriving"
        told, headers = webhook("R-0", int(made.clock.now().timestamp()))
        assert await hook(made, told, headers) == 204
        await looked(platform, 2)
        assert await hook(made, told, headers) == 204  # again, from whoever recorded it
        platform.state = "arrived"
        second, signed = webhook("R-0", int(made.clock.now().timestamp()) + 1)
        assert await hook(made, second, signed) == 204
        await looked(platform, 3)
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
        assert (await kiosk.whats(request_id))[2:5] == ["looking", "car_found", "coming"]


async def test_without_a_webhook_the_platform_is_polled_at_its_pace(tmp_path: Path, platform: TaxiPlatform) -> None:
    async with platform_house(tmp_path, platform, poll_seconds=15) as made:
        kiosk, request_id = await called(made)
        await dispatcher(made).tick()
        platform.state = "arriving"
        await pass_time(made, 60)
        assert platform.calls.count("GET /api/rides/R-0") == 4
        assert (await kiosk.whats(request_id))[-1] == "coming"
        await kiosk.tell(request_id, event("cancel_asked"))
        await dispatcher(made).tick()
        assert (await kiosk.look(request_id))["status"] == "cancelled"


async def test_s6_only_what_the_platform_signed_just_now_is_heard(tmp_path: Path, platform: TaxiPlatform) -> None:
    async with platform_house(tmp_path, platform) as made:
        now = int(made.clock.now().timestamp())
        body, headers = webhook("R-0", now)
        assert await hook(made, *webhook("R-0", now, b"1" * 32)) == 401
        assert await hook(made, body.replace(b"0", b"1"), headers) == 401
        assert await hook(made, *webhook("R-0", now - 301)) == 401
        assert await hook(made, *webhook("R-0", now + 301)) == 401
        assert await hook(made, body, {}) == 401
        assert await hook(made, body, headers, name="other") == 401
        assert await hook(made, body, headers) == 204
        assert await hook(made, *webhook("../x", now)) == 422
    async with house(tmp_path / "none") as without:
        assert await hook(without, body, headers) == 401


def test_what_was_heard_is_forgotten_when_it_would_be_refused_anyway() -> None:
    heard = Heard(SECRET)
    assert [heard.is_new("a", 0), heard.is_new("a", 300), heard.is_new("a", 599), heard.is_new("a", 601)] == [
        True,
        False,
        False,
        True,
    ]


def test_s12_a_secret_that_is_open_short_or_missing_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    with pytest.raises(HubStartError, match="cannot be read"):
        read_secret(file)
    file.write_bytes(b"x" * SHORTEST_SECRET)
    file.chmod(0o644)
    with pytest.raises(HubStartError, match="chmod 600"):
        read_secret(file)
    file.chmod(0o600)
    assert read_secret(file) == b"x" * SHORTEST_SECRET
    file.write_bytes(b"x" * 31)
    with pytest.raises(HubStartError, match="at least 32"):
        read_secret(file)
