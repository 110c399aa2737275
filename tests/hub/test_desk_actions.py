"""What a person may do with a request; two at once; the resident is told what is true."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.domain.request import Status
from kiosk.domain.ride import Ride
from kiosk.hub.errors import Conflict, Invalid, NotFound
from kiosk.hub.models import Request
from tests.hub.house import House, KioskCaller, event, help_call, new_id, taxi

pytestmark = pytest.mark.anyio


async def waiting(house: House) -> tuple[KioskCaller, str]:
    kiosk = await house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    return kiosk, wish["id"]


async def row(house: House, request_id: str) -> Request:
    async with house.hub.database.read() as session:
        found = await session.get(Request, request_id)
    assert found is not None
    return found


async def test_two_accept_at_once_and_exactly_one_has_it(hub_house: House) -> None:
    kiosk, request_id = await waiting(hub_house)
    people = [await hub_house.person(name) for name in ("王阿姨", "李叔叔", "赵老师")]
    accept = hub_house.hub.requests.accept
    results = await asyncio.gather(*(hub_house.do(accept, request_id, p) for p in people), return_exceptions=True)
    winners = [p for p, r in zip(people, results, strict=True) if isinstance(r, Request)]
    losers = [r for r in results if isinstance(r, Conflict)]
    assert (len(winners), len(losers)) == (1, 2)
    assert {(r.reason, r.holder) for r in losers} == {("taken", winners[0].name)}
    accepted = [e for e in (await kiosk.look(request_id))["events"] if e["what"] == "accepted"]
    assert [(e["name"], e["role"], e["status"]) for e in accepted] == [(winners[0].name, "volunteer", "accepted")]


async def test_accepting_again_changes_nothing(hub_house: House) -> None:
    kiosk, request_id = await waiting(hub_house)
    wang = await hub_house.person("王阿姨")
    for _ in range(2):
        await hub_house.do(hub_house.hub.requests.accept, request_id, wang)
    assert (await kiosk.whats(request_id)).count("accepted") == 1


async def test_handing_over_waits_until_the_other_takes_it(hub_house: House) -> None:
    kiosk, request_id = await waiting(hub_house)
    wang, li = await hub_house.person("王阿姨"), await hub_house.person("李叔叔")
    await hub_house.do(hub_house.hub.requests.accept, request_id, wang)
    await hub_house.do(hub_house.hub.requests.hand_over, request_id, wang, "李叔叔")
    found = await row(hub_house, request_id)
    assert (found.status, found.taken_by, found.needs_person) == ("delivered", None, True)
    assert found.promise_due is not None
    await hub_house.do(hub_house.hub.requests.accept, request_id, li)
    assert (await kiosk.look(request_id))["status"] == "accepted"


async def test_a_note_is_for_the_desk_only(hub_house: House) -> None:
    kiosk, request_id = await waiting(hub_house)
    wang = await hub_house.person("王阿姨")
    await hub_house.do(hub_house.hub.requests.note, request_id, wang, "走路慢")
    await hub_house.do(hub_house.hub.requests.say, request_id, wang, "我马上来")
    events = (await kiosk.look(request_id))["events"]
    assert [e["what"] for e in events] == ["recorded", "delivered", "said"]
    assert events[-1]["facts"] == {"text": "我马上来"}


@pytest.mark.parametrize("text", ["", "   ", "长" * 501])
async def test_words_are_bounded(hub_house: House, text: str) -> None:
    _, request_id = await waiting(hub_house)
    wang = await hub_house.person("王阿姨")
    with pytest.raises(Invalid):
        await hub_house.do(hub_house.hub.requests.say, request_id, wang, text)


async def test_a_person_finds_a_car_and_closes(hub_house: House) -> None:
    kiosk, request_id = await waiting(hub_house)
    wang = await hub_house.person("王阿姨")
    requests = hub_house.hub.requests
    await hub_house.do(requests.accept, request_id, wang)
    await hub_house.do(requests.car_found, request_id, wang, Ride("沪A·D00000", "白色", "李师傅", 6))
    found = await kiosk.look(request_id)
    assert (found["status"], found["events"][-1]["facts"]["plate"]) == ("in_progress", "沪A·D00000")
    assert (await kiosk.tell(request_id, event("aboard"))).json()["status"] == "in_progress"
    await hub_house.do(requests.close, request_id, wang, Status.DONE)
    assert (await kiosk.look(request_id))["status"] == "done"
    with pytest.raises(Conflict, match=r"moved on") as refused:
        await hub_house.do(requests.accept, request_id, await hub_house.person("李叔叔"))
    assert (refused.value.reason, refused.value.holder) == ("ended", "王阿姨")


async def test_what_another_has_is_left_alone_until_taken_over(hub_house: House) -> None:
    kiosk, request_id = await waiting(hub_house)
    wang, li = await hub_house.person("王阿姨"), await hub_house.person("李叔叔")
    requests = hub_house.hub.requests
    await hub_house.do(requests.accept, request_id, wang)
    for action in (requests.release, requests.cancel):
        with pytest.raises(Conflict) as refused:
            await hub_house.do(action, request_id, li)
        assert refused.value.holder == "王阿姨"
    await hub_house.do(requests.take_over, request_id, li)
    last = (await kiosk.look(request_id))["events"][-1]
    assert (last["what"], last["name"], last["facts"]) == ("accepted", "李叔叔", {"from": "王阿姨"})


async def test_released_waits_again_with_a_new_promise(hub_house: House) -> None:
    kiosk, request_id = await waiting(hub_house)
    wang = await hub_house.person("王阿姨")
    await hub_house.do(hub_house.hub.requests.accept, request_id, wang)
    hub_house.clock.advance(500)
    await hub_house.do(hub_house.hub.requests.release, request_id, wang, "要下班了")
    found = await row(hub_house, request_id)
    assert found.promise_due is not None
    assert (found.promise_due - hub_house.clock.now()).total_seconds() == 600
    assert (await kiosk.look(request_id))["status"] == "delivered"


async def test_close_needs_an_outcome_and_a_request(hub_house: House) -> None:
    _, request_id = await waiting(hub_house)
    wang = await hub_house.person("王阿姨")
    with pytest.raises(Invalid):
        await hub_house.do(hub_house.hub.requests.close, request_id, wang, Status.EXPIRED)
    with pytest.raises(NotFound):
        await hub_house.do(hub_house.hub.requests.close, new_id(), wang, Status.DONE)


async def test_only_what_is_unknown_can_be_resolved(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    call = help_call()
    await kiosk.submit(call)
    wang = await hub_house.person("王阿姨")
    with pytest.raises(Conflict) as refused:
        await hub_house.do(hub_house.hub.requests.resolve, call["id"], wang, Status.DONE)
    assert refused.value.reason == "status"


async def test_a_question_is_asked_and_its_first_answer_counts(hub_house: House) -> None:
    kiosk, request_id = await waiting(hub_house)
    wang = await hub_house.person("王阿姨")
    await hub_house.do(hub_house.hub.requests.ask, request_id, wang, "哪天好？", ["今天", "明天"])
    asked = (await kiosk.look(request_id))["events"][-1]
    assert (asked["what"], asked["name"], asked["facts"]["answers"]) == ("asked", "王阿姨", ["今天", "明天"])
    for answer in ("今天", "明天"):
        facts = {"question": asked["facts"]["question"], "text": "哪天好？", "answer": answer}
        assert (await kiosk.tell(request_id, event("answer", facts=facts))).status_code == 200
    answers = [e["facts"]["answer"] for e in (await kiosk.look(request_id))["events"] if e["what"] == "answer"]
    assert answers == ["今天"]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("", ["是"]),
        ("长" * 41, ["是"]),
        ("好？", []),
        ("好？", list("一二三四")),
        ("好？", ["是", "是"]),
        ("好？", ["长" * 13]),
    ],
)
async def test_a_question_fits_the_screen(hub_house: House, text: str, answers: list[str]) -> None:
    _, request_id = await waiting(hub_house)
    with pytest.raises(Invalid):
        await hub_house.do(hub_house.hub.requests.ask, request_id, await hub_house.person("王阿姨"), text, answers)
