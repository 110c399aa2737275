"""The outside acknowledges: once, proven, and nothing hostile gets in (S11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.domain.request import Status
from kiosk.hub import faults
from kiosk.hub.cap.words import cap_time
from kiosk.hub.providers.signing import SIGNATURE_HEADER, TIME_HEADER, webhook_signature
from tests.fakes.cap_platform import SECRET, CapPlatform
from tests.hub.cap.conftest import RECIPIENT, endpoint, listen
from tests.hub.cap.rules import checked, text
from tests.hub.house import House, KioskCaller, alarm, house

pytestmark = pytest.mark.anyio
PATH = "/v1/cap/district"


def ack(made: House, references: str, **changes: str) -> str:
    parts = {
        "identifier": "ack-1",
        "sender": RECIPIENT,
        "sent": cap_time(made.clock.now()),
        "status": "Actual",
        "msgType": "Ack",
        "scope": "Private",
        "addresses": "centre.example",
        "note": "已派人",
        "references": references,
        **changes,
    }
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)
    return f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">{inner}</alert>'


async def post(made: House, body: bytes | str, path: str = PATH, **changes: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else body.encode()
    stamp = str(int(made.clock.now().timestamp()))
    signed = {TIME_HEADER: stamp, SIGNATURE_HEADER: webhook_signature(SECRET, stamp, content), **changes}
    return await made.http.post(path, content=content, headers=signed)


async def told(made: House, platform: CapPlatform, **changes: Any) -> tuple[KioskCaller, str, str]:
    """An alarm that has gone out: its kiosk, its id, and the reference to its alert."""
    kiosk = await made.kiosk()
    await listen(made, kiosk.id if changes.get("mode") == "exercise" else "")
    call = alarm(**changes)
    await kiosk.submit(call)
    await made.hub.cap[0].tick()
    root = checked(next(body for name, body in platform.got.items() if call["id"] in name))
    return kiosk, call["id"], ",".join(text(root, name) for name in ("sender", "identifier", "sent"))


async def test_an_ack_becomes_an_event_that_desk_and_kiosk_read(cap_house: House, platform: CapPlatform) -> None:
    kiosk, call, reference = await told(cap_house, platform)
    assert (await post(cap_house, ack(cap_house, reference))).status_code == 204
    last = (await kiosk.look(call))["events"][-1]
    assert (last["what"], last["name"], last["role"]) == ("taken_outside", "区应急平台", "provider")
    assert (await kiosk.look(call))["status"] == "delivered"  # nobody here has answered by that
    await cap_house.hub.cap[0].tick()
    assert len(platform.got) == 1  # it is not told what it said itself


async def test_the_same_ack_again_changes_nothing_whenever_it_comes(cap_house: House, platform: CapPlatform) -> None:
    kiosk, call, reference = await told(cap_house, platform)
    body = ack(cap_house, reference)
    stamp = str(int(cap_house.clock.now().timestamp()))
    for _ in range(3):
        assert (await post(cap_house, body)).status_code == 204
    cap_house.clock.advance(240)
    assert (await post(cap_house, body)).status_code == 204  # signed anew
    assert (await post(cap_house, ack(cap_house, reference, identifier="ack-2"))).status_code == 204
    assert (await kiosk.whats(call)).count("taken_outside") == 1
    cap_house.clock.advance(240)
    replayed = await post(
        cap_house,
        body,
        **{TIME_HEADER: stamp, SIGNATURE_HEADER: webhook_signature(SECRET, stamp, body.encode())},
    )
    assert replayed.status_code == 401


async def test_an_ack_after_the_end_says_nothing_more(cap_house: House, platform: CapPlatform) -> None:
    kiosk, call, reference = await told(cap_house, platform)
    wang = await cap_house.person("王阿姨")
    await cap_house.do(cap_house.hub.requests.accept, call, wang)
    await cap_house.do(cap_house.hub.requests.close, call, wang, Status.DONE)
    assert (await post(cap_house, ack(cap_house, reference))).status_code == 204
    assert "taken_outside" not in await kiosk.whats(call)


async def test_an_error_is_a_fault_at_the_desk(cap_house: House, platform: CapPlatform) -> None:
    kiosk, call, reference = await told(cap_house, platform)
    assert (await post(cap_house, ack(cap_house, reference, msgType="Error", note="格式不对"))).status_code == 204
    async with cap_house.hub.database.read() as session:
        (fault,) = await faults.standing(session)
    assert (fault.kind, fault.facts["request"], fault.facts["why"]) == (faults.CAP_DEAD, call, "格式不对")
    assert "taken_outside" not in await kiosk.whats(call)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&j;</identifier></alert>'
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&x;</identifier></alert>'
)
Make = Callable[[House, str], bytes | str]
HOSTILE: dict[str, tuple[Make, int]] = {
    "billion laughs": (lambda _made, _ref: LAUGHS, 422),
    "external entity": (lambda _made, _ref: EXTERNAL, 422),
    "a DTD alone": (lambda made, ref: "<!DOCTYPE alert>" + ack(made, ref), 422),
    "10 MB": (lambda made, ref: ack(made, ref, note="0" * 10_000_000), 413),
    "deep": (lambda _made, _ref: "<a>" * 9000 + "</a>" * 9000, 422),
    "empty": (lambda _made, _ref: b"", 422),
    "not XML": (lambda _made, _ref: b"\x00\xff\xfe", 422),
    "a strange encoding": (lambda _made, _ref: b'<?xml version="1.0" encoding="utf-7"?><alert/>', 422),
    "CAP 1.1": (lambda made, ref: ack(made, ref).replace("cap:1.2", "cap:1.1"), 422),
    "an Alert": (lambda made, ref: ack(made, ref, msgType="Alert"), 422),
    "wrong sender": (lambda made, ref: ack(made, ref, sender="stranger.example"), 422),
    "no sender": (lambda made, ref: ack(made, ref, sender=""), 422),
    "an identifier with a comma": (lambda made, ref: ack(made, ref, identifier="a,b"), 422),
    "a long identifier": (lambda made, ref: ack(made, ref, identifier="0" * 121), 422),
    "stale": (lambda made, ref: ack(made, ref, sent=cap_time(made.clock.now() - timedelta(hours=2))), 422),
    "of tomorrow": (lambda made, ref: ack(made, ref, sent=cap_time(made.clock.now() + timedelta(days=1))), 422),
    "a time with Z": (lambda made, ref: ack(made, ref, sent="2026-11-02T01:10:00Z"), 422),
    "no such day": (lambda made, ref: ack(made, ref, sent="2026-02-31T01:10:00+08:00"), 422),
    "no reference": (lambda made, _ref: ack(made, ""), 422),
    "unknown reference": (lambda made, _ref: ack(made, "centre.example,silver-key.0,2026-11-02T09:10:00+08:00"), 404),
    "half known": (lambda made, ref: ack(made, f"{ref} centre.example,other,2026-11-02T09:10:00+08:00"), 404),
    "another sent": (lambda made, ref: ack(made, ref[:-25] + "2020-01-01T00:00:00-00:00"), 404),
    "a reference of two parts": (lambda made, _ref: ack(made, "a,b"), 422),
    "too many references": (lambda made, ref: ack(made, " ".join([ref] * 51)), 422),
    "another status": (lambda made, ref: ack(made, ref, status="Exercise"), 422),
    "two senders": (lambda made, ref: ack(made, ref).replace("</alert>", "<sender>x</sender></alert>"), 422),
}


@pytest.mark.parametrize(("make", "status"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_s11_what_is_hostile_or_wrong_is_refused(
    cap_house: House, platform: CapPlatform, make: Make, status: int
) -> None:
    kiosk, call, reference = await told(cap_house, platform)
    answer = await post(cap_house, make(cap_house, reference))
    assert answer.status_code == status
    assert "root:" not in answer.text
    assert "taken_outside" not in await kiosk.whats(call)


@pytest.mark.parametrize(
    "changes",
    [
        {SIGNATURE_HEADER: "0" * 64},
        {SIGNATURE_HEADER: ""},
        {TIME_HEADER: ""},
        {TIME_HEADER: "9" * 12},
        {"path": "/v1/cap/stranger"},
    ],
    ids=["signature", "no signature", "no time", "another time", "unknown endpoint"],
)
async def test_s11_nobody_but_the_endpoint_is_believed(
    cap_house: House, platform: CapPlatform, changes: dict[str, str]
) -> None:
    kiosk, call, reference = await told(cap_house, platform)
    assert (await post(cap_house, ack(cap_house, reference), **changes)).status_code == 401
    assert "taken_outside" not in await kiosk.whats(call)


async def test_an_endpoint_speaks_for_its_own_messages_alone(tmp_path: Path, platform: CapPlatform) -> None:
    one = endpoint(tmp_path, platform.url)
    two = endpoint(tmp_path, platform.url, name="city", recipient="city.example")
    async with house(tmp_path, cap=(one, two)) as made:
        for outbox in made.hub.cap:
            await outbox.tick()
        _, call, reference = await told(made, platform)
        stolen = await post(made, ack(made, reference, sender="city.example"), "/v1/cap/city")
        assert stolen.status_code == 404
        del call


async def test_an_exercise_is_acknowledged_as_one(tmp_path: Path, platform: CapPlatform) -> None:
    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url, statuses=("Exercise",)),)) as made:
        await made.hub.cap[0].tick()
        _, _, reference = await told(made, platform, mode="exercise")
        assert (await post(made, ack(made, reference, status="Actual"))).status_code == 422
        assert (await post(made, ack(made, reference, status="Exercise"))).status_code == 204
