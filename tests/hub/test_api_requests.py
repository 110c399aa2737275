"""What a kiosk may say about its requests, and that saying it twice, late or wrongly does no harm (R1, S11)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from tests.hub.house import VERSION, House, alarm, event, help_call, new_id, taxi

pytestmark = pytest.mark.anyio


def code(answer: Any) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["type"]).rpartition(":")[2]


async def test_r1_a_request_takes_effect_once(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wish = taxi()
    first = await kiosk.submit(wish)
    again = await kiosk.submit(wish)
    assert first.status_code == again.status_code == 200
    assert first.json()["status"] == "delivered"
    assert [e["what"] for e in first.json()["events"]] == ["recorded", "delivered"]
    assert again.json()["events"] == first.json()["events"]
    assert first.json()["hub_time"] == "2026-11-02T01:10:00Z"
    assert first.headers["silver-key-time"].startswith("2026-11-02T01:10:00")


async def test_r1_two_at_once_take_effect_once(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wish = taxi()
    answers = await asyncio.gather(*(kiosk.submit(wish) for _ in range(8)))
    assert {a.status_code for a in answers} == {200}
    assert await kiosk.whats(wish["id"]) == ["recorded", "delivered"]


async def test_r1_a_repeated_event_takes_effect_once(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    told = event("not_seen")
    for _ in range(2):
        assert (await kiosk.tell(wish["id"], told)).status_code == 200
    assert await kiosk.whats(wish["id"]) == ["recorded", "delivered", "not_seen"]


async def test_an_event_before_its_request_is_not_found_and_leaves_nothing(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wish, told = taxi(), event("cancel_asked")
    early = await kiosk.tell(wish["id"], told)
    assert (early.status_code, code(early)) == (404, "not_found")
    await kiosk.submit(wish)
    assert (await kiosk.tell(wish["id"], told)).json()["status"] == "cancelled"


async def test_events_may_come_with_the_request_or_with_its_repetition(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    wish["events"].append(event("cancel_asked"))
    assert (await kiosk.submit(wish)).json()["status"] == "cancelled"
    assert await kiosk.whats(wish["id"]) == ["recorded", "delivered", "cancel_asked", "cancelled"]


async def test_after_the_end_an_event_is_kept_and_moves_nothing(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    await kiosk.tell(wish["id"], event("cancel_asked"))
    for what in ("cancel_asked", "not_seen", "aboard", "cancelled", "answer"):
        answer = await kiosk.tell(wish["id"], event(what))
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"age": None}, "age_unknown"), ({"age": 901.0}, "too_old"), ({"age": None, "valid_for": None}, "age_unknown")],
)
async def test_an_old_taxi_arrives_as_expired(hub_house: House, changes: dict[str, Any], reason: str) -> None:
    kiosk = await hub_house.kiosk()
    answer = (await kiosk.submit(taxi(**changes))).json()
    assert answer["status"] == "expired"
    assert answer["events"][-1]["facts"] == {"reason": reason}


@pytest.mark.parametrize(("age", "late", "unknown"), [(3.0, False, False), (301.0, True, False), (None, False, True)])
async def test_r5_an_alarm_always_arrives(hub_house: House, age: float | None, late: bool, unknown: bool) -> None:
    """Older than five minutes it is a notice; of unknown age it rings, and nobody listening it goes outside at once."""
    kiosk = await hub_house.kiosk()
    call = alarm(age=age, valid_for=1.0)
    assert (await kiosk.submit(call)).json()["status"] == "delivered"
    async with hub_house.hub.database.read() as session:
        from kiosk.hub.models import Request

        row = await session.get(Request, call["id"])
    assert row is not None
    assert (row.late, row.details["late"], row.details["age_unknown"]) == (late, late, unknown)
    assert row.needs_person
    assert ("escalated_outside" in await kiosk.whats(call["id"])) == (not late)


async def test_a_touch_does_not_call_an_alarm_off(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    call = alarm()
    await kiosk.submit(call)
    assert (await kiosk.tell(call["id"], event("cancel_asked"))).json()["status"] == "delivered"


async def test_an_alarm_cancelled_in_its_countdown_is_cancelled_here(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    call = alarm(events=[event("armed"), event("cancelled", status="cancelled")])
    assert (await kiosk.submit(call)).json()["status"] == "cancelled"


async def test_cancelling_what_a_person_has_says_that_they_know(hub_house: House) -> None:
    kiosk, wang = await hub_house.kiosk(), await hub_house.person("王阿姨")
    call = help_call()
    await kiosk.submit(call)
    await hub_house.do(hub_house.hub.requests.accept, call["id"], wang)
    answer = (await kiosk.tell(call["id"], event("cancel_asked"))).json()
    assert answer["status"] == "cancelled"
    assert answer["events"][-1]["facts"] == {"consequence": "person_told"}


async def test_one_kiosk_cannot_see_or_touch_what_is_anothers(hub_house: House) -> None:
    one, two = await hub_house.kiosk(), await hub_house.kiosk("二号机")
    wish = taxi()
    await one.submit(wish)
    assert (await two.http.get(f"/v1/requests/{wish['id']}", headers=two.headers)).status_code == 404
    assert (await two.tell(wish["id"], event("cancel_asked"))).status_code == 404
    stolen = await two.submit(wish)
    assert (stolen.status_code, code(stolen)) == (409, "conflict")
    assert await one.whats(wish["id"]) == ["recorded", "delivered"]


async def test_s5_strangers_are_refused(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wish = taxi()
    path = f"/v1/requests/{wish['id']}"
    none = await hub_house.http.put(path, json=wish, headers=VERSION)
    wrong = await hub_house.http.put(path, json=wish, headers={**VERSION, "Authorization": "Bearer 0"})
    assert [(a.status_code, code(a)) for a in (none, wrong)] == [(401, "unauthorised")] * 2
    await hub_house.do(hub_house.hub.kiosks.revoke, kiosk.id)
    gone = await kiosk.submit(wish)
    assert (gone.status_code, code(gone)) == (401, "revoked")


@pytest.mark.parametrize("version", [None, "2", "0", "x"])
async def test_another_version_is_refused_by_name(hub_house: House, version: str | None) -> None:
    kiosk = await hub_house.kiosk()
    headers = {"Authorization": f"Bearer {kiosk.token}", **({"Silver-Key-Version": version} if version else {})}
    wish = taxi()
    answer = await hub_house.http.put(f"/v1/requests/{wish['id']}", json=wish, headers=headers)
    assert (answer.status_code, code(answer), answer.json()["supported"]) == (400, "version", [1])


@pytest.mark.parametrize(
    "changes",
    [
        {"details": {"kind": "rocket"}},
        {"details": {"kind": "taxi"}},
        {"details": {"kind": "taxi", "pickup": {"id": "c", "name": "王阿姨" * 60}}},
        {"number": 100},
        {"seq": 2**60},
        {"age": -1},
        {"age": 1e300},
        {"valid_for": 0},
        {"created_at": "0001-01-01T00:00:00+14:00"},
        {"events": [{"id": "x", "what": "recorded"}]},
        {"events": [event("done", status="done")]},
        {"events": [event("answer", facts={"a": [[[[["deep"]]]]]})]},
        {"events": [event("answer", facts={"a": "nul\0"})]},
        {"events": [event("answer", facts={str(n): n for n in range(30)})]},
        {"events": [event("answer")] * 65},
        {"id": "01900000-0000-7000-8000-00000000000f"},
    ],
)
async def test_s11_malformed_is_refused_without_repeating_it(hub_house: House, changes: dict[str, Any]) -> None:
    kiosk = await hub_house.kiosk()
    wish = taxi()
    answer = await hub_house.http.put(f"/v1/requests/{wish['id']}", json={**wish, **changes}, headers=kiosk.headers)
    assert (answer.status_code, code(answer)) == (422, "invalid")
    assert "王阿姨" not in answer.text
    assert (await kiosk.http.get(f"/v1/requests/{wish['id']}", headers=kiosk.headers)).status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"facts": NaN}', b"[" * 60_000])
async def test_s11_what_is_not_even_json_is_refused(hub_house: House, body: bytes) -> None:
    kiosk = await hub_house.kiosk()
    headers = {**kiosk.headers, "Content-Type": "application/json"}
    answer = await hub_house.http.put(f"/v1/requests/{new_id()}", content=body, headers=headers)
    assert (answer.status_code, code(answer)) == (422, "invalid")


async def test_s11_numbers_that_no_database_keeps_are_refused(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    told = event("answer")
    for number in ("NaN", "Infinity", "1e999", "9" * 40):
        text = f'{{"id": "{told["id"]}", "what": "answer", "facts": {{"n": {number}}}}}'
        headers = {**kiosk.headers, "Content-Type": "application/json"}
        path = f"/v1/requests/{wish['id']}/events/{told['id']}"
        answer = await hub_house.http.put(path, content=text, headers=headers)
        assert (answer.status_code, code(answer)) == (422, "invalid"), number


@pytest.mark.parametrize("declared", [True, False])
async def test_s11_too_large_is_refused_unread(hub_house: House, declared: bool) -> None:
    kiosk = await hub_house.kiosk()

    async def chunks() -> Any:
        for _ in range(70):
            yield b" " * 1024

    content = b" " * 70_000 if declared else chunks()
    answer = await hub_house.http.put(f"/v1/requests/{new_id()}", content=content, headers=kiosk.headers)
    assert (answer.status_code, code(answer)) == (413, "too_large")


async def test_s11_a_rate_is_bounded_but_never_for_alarms(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    burst = hub_house.hub.settings.rate_burst
    beat = {"sent_at": "2026-11-02T01:10:00Z"}
    answers = [await kiosk.http.post("/v1/heartbeat", json=beat, headers=kiosk.headers) for _ in range(burst + 1)]
    assert [a.status_code for a in answers] == [200] * burst + [429]
    assert code(answers[-1]) == "busy"
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert (await kiosk.submit(taxi())).status_code == 429
    call = alarm()
    assert (await kiosk.submit(call)).status_code == 200
    assert (await kiosk.tell(call["id"], event("answer"))).status_code == 200
    assert (await kiosk.look(call["id"]))["status"] == "delivered"
    hub_house.clock.advance(1)
    assert (await kiosk.submit(taxi())).status_code == 200


async def test_s11_an_unforeseen_error_tells_nothing(hub_house: House, caplog: pytest.LogCaptureFixture) -> None:
    kiosk = await hub_house.kiosk()

    async def broken(*_: object) -> None:
        raise RuntimeError("021-00000000 王阿姨")

    hub_house.hub.requests.submit = broken  # type: ignore[method-assign,assignment]
    answer = await kiosk.submit(taxi())
    assert (answer.status_code, code(answer)) == (500, "unforeseen")
    assert "王阿姨" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


async def test_nothing_is_half_written_when_the_commit_fails(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wish = taxi()
    real = hub_house.hub.presence

    async def fails(_: object) -> None:
        raise RuntimeError

    hub_house.hub.presence = fails  # type: ignore[method-assign,assignment]
    assert (await kiosk.submit(wish)).status_code == 500
    hub_house.hub.presence = real  # type: ignore[method-assign]
    assert (await kiosk.http.get(f"/v1/requests/{wish['id']}", headers=kiosk.headers)).status_code == 404
    assert (await kiosk.submit(wish)).status_code == 200


async def test_a_database_in_trouble_is_try_again_later(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()

    async def full(_: object) -> None:
        raise OperationalError("INSERT", {"name": "王阿姨"}, Exception("database or disk is full"))

    hub_house.hub.presence = full  # type: ignore[method-assign,assignment]
    answer = await kiosk.submit(taxi())
    assert (answer.status_code, code(answer), answer.headers["retry-after"]) == (503, "busy", "2")
    assert "王阿姨" not in answer.text


async def test_unknown_paths_and_methods_are_problems(hub_house: House) -> None:
    lost = await hub_house.http.get("/v1/nothing")
    assert (lost.status_code, code(lost)) == (404, "not_found")
    wrong = await hub_house.http.delete("/v1/health")
    assert (wrong.status_code, code(wrong)) == (405, "invalid")


async def test_health_says_version_and_time(hub_house: House) -> None:
    answer = await hub_house.http.get("/v1/health")
    assert answer.json() == {"ok": True, "version": 1, "hub_time": "2026-11-02T01:10:00Z"}
