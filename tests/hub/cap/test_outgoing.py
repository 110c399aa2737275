"""Alarms leave as CAP 1.2: each once, in order, valid, and only to whom they are for."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.domain.request import Status
from kiosk.hub import faults
from kiosk.hub.cap.words import cap_time
from kiosk.hub.errors import HubStartError
from kiosk.hub.models import CapMessage, Fault
from tests.fakes.cap_platform import PORTAL, Answer, CapPlatform
from tests.hub.cap.conftest import RECIPIENT, SENDER, SITES, endpoint, listen
from tests.hub.cap.rules import checked, text, texts
from tests.hub.house import House, KioskCaller, alarm, event, house, settings, taxi

pytestmark = pytest.mark.anyio


async def called(made: House, **changes: Any) -> tuple[KioskCaller, str]:
    kiosk = await made.kiosk()
    await listen(made, kiosk.id if changes.get("mode") == "exercise" else "")
    call = alarm(**changes)
    assert (await kiosk.submit(call)).status_code == 200
    return kiosk, call["id"]


async def tick(made: House) -> None:
    for outbox in made.hub.cap:
        await outbox.tick()


async def messages(made: House) -> list[CapMessage]:
    async with made.hub.database.read() as session:
        return list(await session.scalars(select(CapMessage).order_by(CapMessage.seq)))


async def standing(made: House) -> list[Fault]:
    async with made.hub.database.read() as session:
        return list(await faults.standing(session))


async def test_an_alarm_leaves_as_alert_update_and_cancel(cap_house: House, platform: CapPlatform) -> None:
    kiosk, call = await called(cap_house)
    wang = await cap_house.person("王阿姨")
    await kiosk.tell(call, event("answer", facts={"question": "where", "answer": "chest"}))
    await cap_house.do(cap_house.hub.requests.accept, call, wang)
    await cap_house.do(cap_house.hub.requests.note, call, wang, "家里人也来了")
    await cap_house.do(cap_house.hub.requests.close, call, wang, Status.DONE)
    await tick(cap_house)
    sent = [checked(body) for body in platform.got.values()]
    assert [text(one, "msgType") for one in sent] == ["Alert", "Update", "Update", "Cancel"]
    alert, answer, accepted, cancel = sent
    assert {text(one, "status") for one in sent} == {"Actual"}
    assert {text(one, "sender") for one in sent} == {SENDER}
    assert {text(one, "addresses") for one in sent} == {RECIPIENT}
    assert {text(one, "incidents") for one in sent} == {f"silver-key.{call}"}
    assert texts(alert, "value") == ["24"]
    assert texts(answer, "value") == ["24", "chest"]
    assert text(answer, "severity") == "Severe"
    assert text(accepted, "note") == "中心里有人接了。"
    names = [f"{SENDER},{text(one, 'identifier')},{text(one, 'sent')}" for one in sent[:3]]
    assert text(cancel, "references").split(" ") == names
    whole = b"".join(platform.got.values()).decode()
    for secret in ("王阿姨", "家里人", "021-"):
        assert secret not in whole


async def test_the_area_is_the_place_with_its_circle(tmp_path: Path, platform: CapPlatform) -> None:
    from kiosk.protocol.models import EnrolIn

    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url),), sites=SITES) as made:
        await tick(made)
        async with made.hub.database.work() as work:
            secret = await made.hub.kiosks.new_code(work)
        async with made.hub.database.work() as work:
            data = EnrolIn(secret=secret, name="一<&\x01号机", place="一楼大厅")
            kiosk, token = await made.hub.kiosks.enrol(work, data)
        await listen(made)
        await KioskCaller(made.http, kiosk.id, token).submit(alarm())
        await tick(made)
    (body,) = platform.got.values()
    root = checked(body)
    assert text(root, "areaDesc") == "东街 1 号 一楼大厅 一<& 号机"
    assert text(root, "circle") == "31.200000,121.400000 0.05"


async def test_utc_is_minus_zero(hub_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    for zone, said in (("UTC", "-00:00"), ("Asia/Shanghai", "+08:00")):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert cap_time(hub_house.clock.now()).endswith(said)
    monkeypatch.undo()
    time.tzset()


async def test_what_is_no_alarm_and_what_was_before_says_nothing(tmp_path: Path, platform: CapPlatform) -> None:
    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url),)) as made:
        kiosk, _ = await called(made)
        await tick(made)  # it begins here
        await kiosk.submit(taxi())
        await tick(made)
        assert platform.seen == []


@pytest.mark.parametrize(
    ("mode", "statuses", "status"),
    [
        ("actual", ("Actual",), "Actual"),
        ("actual", ("Exercise", "Test"), ""),
        ("exercise", ("Actual",), ""),
        ("exercise", ("Actual", "Exercise"), "Exercise"),
        ("test", ("Actual", "Exercise"), ""),
        ("test", ("Test",), "Test"),
    ],
)
async def test_an_exercise_goes_only_where_exercises_are_wanted(
    tmp_path: Path, platform: CapPlatform, mode: str, statuses: tuple[str, ...], status: str
) -> None:
    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url, statuses=statuses),)) as made:
        await tick(made)
        await called(made, mode=mode)
        await tick(made)
    found = [checked(body) for body in platform.got.values()]
    assert [text(one, "status") for one in found][:1] == ([status] if status else [])
    if status == "Exercise":
        assert "演练" in text(found[0], "note")
        assert text(found[0], "headline").startswith("【演练")
    if not status:
        assert platform.seen == []


async def test_settings_that_changed_meanwhile_hold_back_what_waits(tmp_path: Path, platform: CapPlatform) -> None:
    platform.refuse = (503, {}, b"")
    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url, statuses=("Actual",)),)) as made:
        await tick(made)
        await called(made)
        await tick(made)
    platform.refuse = None
    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url, statuses=("Test",)),)) as made:
        made.clock.advance(120)
        await tick(made)
        assert platform.got == {}
        assert [one.kind for one in await standing(made)] == [faults.CAP_DEAD]


async def test_unanswered_waits_until_nobody_in_the_house_is_left(tmp_path: Path, platform: CapPlatform) -> None:
    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url, when="unanswered"),)) as made:
        await tick(made)
        kiosk, call = await called(made)
        await kiosk.tell(call, event("answer", facts={"question": "where", "answer": "fall"}))
        await tick(made)
        assert platform.seen == []
        for _ in range(4):  # every desk, the telephone list, then nobody is left
            made.clock.advance(21)
            await made.hub.promises.tick()
        assert "escalated_outside" in await kiosk.whats(call)
        await tick(made)
        (body,) = platform.got.values()
        assert texts(checked(body), "value") == ["24", "fall"]
        assert "没有人接" in text(checked(body), "note")


async def test_answers_stay_here_where_the_settings_say_so(tmp_path: Path, platform: CapPlatform) -> None:
    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url, answers=False),)) as made:
        await tick(made)
        kiosk, call = await called(made)
        await kiosk.tell(call, event("answer", facts={"question": "where", "answer": "chest"}))
        await kiosk.tell(call, event("cancel_asked", facts={"reason": "wrong_press"}))
        await tick(made)
        assert "chest" not in b"".join(platform.got.values()).decode()
        last = checked(list(platform.got.values())[-1])
        assert (text(last, "msgType"), text(last, "certainty")) == ("Update", "Unlikely")


async def test_a_strange_answer_is_not_passed_on(cap_house: House, platform: CapPlatform) -> None:
    kiosk, call = await called(cap_house)
    await kiosk.tell(call, event("answer", facts={"question": "where", "answer": "021-00000000"}))
    await kiosk.tell(call, event("answer", facts={"question": "who", "answer": "chest"}))
    await tick(cap_house)
    assert len(platform.got) == 1


# ---- a line that is not well ----


def _lost(_: Answer) -> None:
    return None


def _said(status: int, content: bytes = b"", **headers: str) -> Callable[[Answer], Answer]:
    return lambda _: (status, headers, content)


GARBAGE: dict[str, Callable[[Answer], Answer | None]] = {
    "lost reply": _lost,
    "a hotel's page": _said(200, PORTAL),
    "empty": _said(204),
    "another's name": _said(200, json.dumps({"taken": "somebody-else"}).encode()),
    "a list": _said(200, b"[" * 4000),
    "no end": _said(200, b"0" * 100_000),
    "a redirect": _said(307, b"", Location="http://127.0.0.1:1/"),
    "an error": _said(500, b"oops"),
    "busy": _said(429, b"", **{"Retry-After": "3"}),
    "not me": _said(401),
}


@pytest.mark.parametrize("spoil", GARBAGE.values(), ids=GARBAGE.keys())
async def test_what_is_not_said_to_be_taken_is_sent_again(
    cap_house: House, platform: CapPlatform, spoil: Callable[[Answer], Answer | None]
) -> None:
    """And at the platform it takes effect once: the identifier is the same, and so is every byte."""
    platform.spoil = [spoil, spoil]
    await called(cap_house)
    for _ in range(3):
        await tick(cap_house)
        cap_house.clock.advance(10)
    assert len(platform.seen) == 3
    assert len(set(platform.seen)) == len(platform.got) == 1
    assert [one.state for one in await messages(cap_house)] == ["taken"]
    await tick(cap_house)
    assert len(platform.seen) == 3


async def test_it_backs_off_and_asks_no_more_often_than_it_was_told(cap_house: House, platform: CapPlatform) -> None:
    platform.refuse = (503, {"Retry-After": "120"}, b"")
    await called(cap_house)
    await tick(cap_house)
    for _ in range(11):
        cap_house.clock.advance(10)
        await tick(cap_house)
    assert len(platform.seen) == 1
    cap_house.clock.advance(11)
    await tick(cap_house)
    assert len(platform.seen) == 2
    platform.refuse = (503, {}, b"")
    attempts = []
    for _ in range(1200):
        cap_house.clock.advance(1)
        before = len(platform.seen)
        await tick(cap_house)
        attempts += [cap_house.clock.monotonic()] if len(platform.seen) > before else []
    gaps = [later - sooner for sooner, later in pairwise(attempts)]
    assert max(gaps) <= 61
    assert min(gaps[4:]) >= 40


async def test_order_is_kept_for_each_alarm_and_one_holds_up_no_other(cap_house: House, platform: CapPlatform) -> None:
    wang = await cap_house.person("王阿姨")
    _, first = await called(cap_house)
    _, second = await called(cap_house)
    await cap_house.do(cap_house.hub.requests.accept, first, wang)
    platform.spoil = [_said(500)]  # of the two alerts, one fails
    await tick(cap_house)
    assert len(platform.seen) == 2
    cap_house.clock.advance(10)
    await tick(cap_house)
    await tick(cap_house)
    for call, types in ((first, ["Alert", "Update"]), (second, ["Alert"])):
        mine = [text(checked(body), "msgType") for name, body in platform.got.items() if call in name]
        assert mine == types


async def test_a_refused_message_is_given_up_at_once_and_the_desk_sees_it(
    cap_house: House, platform: CapPlatform
) -> None:
    platform.refuse = (422, {}, b"")
    _, call = await called(cap_house)
    await tick(cap_house)
    (fault,) = await standing(cap_house)
    assert (fault.kind, fault.subject, fault.facts["request"]) == (faults.CAP_DEAD, "district", call)
    platform.refuse = None
    wang = await cap_house.person("王阿姨")
    await cap_house.do(cap_house.hub.requests.accept, call, wang)
    await tick(cap_house)
    assert [one.reason for one in await messages(cap_house)][1:] == ["its alert was never taken"]
    assert platform.got == {}


async def test_what_does_not_go_out_is_a_fault_soon_and_a_dead_letter_in_the_end(
    cap_house: House, platform: CapPlatform
) -> None:
    platform.refuse = (503, {}, b"")
    _, call = await called(cap_house)
    kinds: list[str] = []
    for _ in range(64):
        await tick(cap_house)
        cap_house.clock.advance(61)
        kinds += [one.kind for one in await standing(cap_house) if one.kind not in kinds]
    assert kinds == [faults.CAP_LATE, faults.CAP_DEAD]
    assert [one.state for one in await messages(cap_house)] == ["dead"]
    platform.refuse = None
    await called(cap_house)
    await tick(cap_house)
    assert len(platform.got) == 1
    assert [one.kind for one in await standing(cap_house)] == [faults.CAP_DEAD]  # until somebody has seen it
    del call


async def test_a_line_that_comes_back_ends_the_fault(cap_house: House, platform: CapPlatform) -> None:
    platform.refuse = (503, {}, b"")
    kiosk, call = await called(cap_house)
    for _ in range(3):
        await tick(cap_house)
        cap_house.clock.advance(31)
    assert [one.kind for one in await standing(cap_house)] == [faults.CAP_LATE]
    platform.refuse = None
    cap_house.clock.advance(61)
    await tick(cap_house)
    assert await standing(cap_house) == []
    assert (await kiosk.whats(call))[-2:] == ["path_tried", "path_tried"]  # it did not go out; it did


async def test_nobody_there_at_all(tmp_path: Path) -> None:
    async with house(tmp_path, cap=(endpoint(tmp_path, "http://127.0.0.1:1/cap"),)) as made:
        await tick(made)
        await called(made)
        await tick(made)
        assert [one.reason for one in await messages(made)] == ["unreachable"]


async def test_two_processes_send_it_once_and_a_dead_one_leaves_it_to_the_other(
    cap_house: House, platform: CapPlatform
) -> None:
    """The claim is a row in the database: two outboxes over one database are two processes."""
    from kiosk.hub.cap.outbox import Outbox

    hub, first = cap_house.hub, cap_house.hub.cap[0]
    other = Outbox(first.endpoint, hub.settings, hub.clock, hub.database, hub.bus)
    platform.hold = threading.Event()
    await called(cap_house)
    killed = asyncio.create_task(first.tick())
    assert await asyncio.to_thread(platform.arrived.wait, 30)
    await other.tick()
    assert len(platform.seen) == 1
    killed.cancel()  # as kill -9 would, in the middle of the call
    await asyncio.gather(killed, return_exceptions=True)
    platform.hold.set()
    cap_house.clock.advance(31)
    await other.tick()
    assert len(platform.seen) == 2
    assert len(platform.got) == 1
    assert [one.state for one in await messages(cap_house)] == ["taken"]
    await other.close()


async def test_every_event_is_told_once_however_often_it_is_looked_at(cap_house: House, platform: CapPlatform) -> None:
    await called(cap_house)
    await asyncio.gather(*(cap_house.hub.cap[0].tick() for _ in range(5)))
    assert len(await messages(cap_house)) == 1
    assert len(platform.got) == 1


# ---- settings ----


def test_nothing_of_the_demo_leaves(tmp_path: Path) -> None:
    made = settings(tmp_path, demo=True, cap=(endpoint(tmp_path, "http://127.0.0.1:1/"),))
    with pytest.raises(HubStartError, match=r"remove hub\.cap"):
        made.check()


async def test_s12_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    one = endpoint(tmp_path, "http://127.0.0.1:1/")
    one.secret_file.chmod(0o644)
    with pytest.raises(HubStartError, match="chmod 600"):
        async with house(tmp_path, cap=(one,)):
            pytest.fail("it started")


async def test_what_was_told_is_forgotten_in_its_time(cap_house: House, platform: CapPlatform) -> None:
    await called(cap_house)
    await tick(cap_house)
    assert platform.got
    cap_house.clock.advance(93 * 86_400)
    await cap_house.hub.retention.tick()
    assert await messages(cap_house) == []
