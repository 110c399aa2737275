"""The rules for CAP messages are sharp: a valid message passes, each way of breaking it does not.

And whatever happens to an alarm, every message of it passes, in every mode.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest

from kiosk.domain.request import Status
from kiosk.hub.cap.words import Cap, Circle, Info, Reference, Type, xml
from kiosk.hub.errors import HubProblem
from tests.fakes.cap_platform import CapPlatform
from tests.hub.cap.conftest import SITES, endpoint, listen
from tests.hub.cap.rules import CAP, checked, text
from tests.hub.house import House, KioskCaller, alarm, event, house

INFO = Info(
    event="紧急呼救",
    headline="紧急呼救",
    category="Rescue",
    urgency="Immediate",
    severity="Unknown",
    certainty="Likely",
    area="东街 1 号",
    circle=Circle(31.2, 121.4, 50),
    parameters=(("number", "24"),),
    sender_name="东街社区中心",
)
MESSAGE = Cap(
    identifier="silver-key.a.2.district",
    sender="centre.example",
    sent="2026-11-02T09:10:00+08:00",
    status="Actual",
    type=Type.UPDATE,
    addresses="district.example",
    incident="silver-key.a",
    note="中心里有人接了。",
    references=(Reference("centre.example", "silver-key.a.1.district", "2026-11-02T09:09:00+08:00"),),
    info=INFO,
)


def part(root: Element, name: str) -> Element:
    found = root.find(f".//{CAP}{name}")
    assert found is not None
    return found


def without(name: str) -> Callable[[Element], None]:
    def broken(root: Element) -> None:
        parent = next(one for one in root.iter() if part(root, name) in list(one))
        parent.remove(part(root, name))

    return broken


def saying(name: str, words: str) -> Callable[[Element], None]:
    def broken(root: Element) -> None:
        part(root, name).text = words

    return broken


def twice(name: str) -> Callable[[Element], None]:
    def broken(root: Element) -> None:
        parent = next(one for one in root.iter() if part(root, name) in list(one))
        parent.insert(list(parent).index(part(root, name)), deepcopy(part(root, name)))

    return broken


def last(name: str) -> Callable[[Element], None]:
    def broken(root: Element) -> None:
        moved = part(root, name)
        parent = next(one for one in root.iter() if moved in list(one))
        parent.remove(moved)
        parent.append(moved)

    return broken


def strange(root: Element) -> None:
    SubElement(root, f"{CAP}patient").text = "王阿姨"


NEEDED = ("identifier", "sender", "sent", "status", "msgType", "scope", "addresses", "references")
OF_INFO = ("category", "event", "urgency", "severity", "certainty", "areaDesc", "valueName", "value")
BROKEN: dict[str, Callable[[Element], None]] = {
    **{f"no {name}": without(name) for name in (*NEEDED, *OF_INFO)},
    **{f"two of {name}": twice(name) for name in ("identifier", "status", "note", "event", "urgency", "areaDesc")},
    **{f"{name} last": last(name) for name in ("identifier", "scope", "category", "certainty", "areaDesc")},
    **{f"strange {name}": saying(name, "Soon") for name in ("status", "msgType", "scope", "urgency", "certainty")},
    "an empty note": saying("note", ""),
    "a comma in the identifier": saying("identifier", "a,b"),
    "UTC as Z": saying("sent", "2026-11-02T01:10:00Z"),
    "UTC as +00:00": saying("sent", "2026-11-02T01:10:00+00:00"),
    "parts of a second": saying("sent", "2026-11-02T09:10:00.5+08:00"),
    "a circle without a radius": saying("circle", "31.2,121.4"),
    "a reference of two parts": saying("references", "centre.example,silver-key.a.1.district"),
    "an element of our own": strange,
}


def test_a_valid_message_passes() -> None:
    assert text(checked(xml(MESSAGE)), "identifier") == MESSAGE.identifier


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_message_does_not(broken: Callable[[Element], None]) -> None:
    root = checked(xml(MESSAGE))
    broken(root)
    with pytest.raises((AssertionError, ValueError)):
        checked(tostring(root))


LIVES, ACTS = 12, 10
SIGNS = ("fall", "chest", "breath", "bleeding", "stroke", "afraid", "lost", "other")


@pytest.mark.anyio
@pytest.mark.parametrize(("mode", "status"), [("actual", "Actual"), ("exercise", "Exercise"), ("test", "Test")])
async def test_whatever_happens_every_message_is_valid_and_in_its_place(
    tmp_path: Path, platform: CapPlatform, mode: str, status: str
) -> None:
    chance = Random(f"cap {mode}")
    async with house(tmp_path, cap=(endpoint(tmp_path, platform.url, statuses=(status,)),), sites=SITES) as made:
        await made.hub.cap[0].tick()
        calls = [await _life(made, chance, mode) for _ in range(LIVES)]
        await made.hub.cap[0].tick()
    sent = [checked(body) for body in platform.got.values()]
    assert {text(one, "status") for one in sent} == {status}
    for call in calls:
        mine = [one for one in sent if text(one, "incidents") == f"silver-key.{call}"]
        types = [text(one, "msgType") for one in mine]
        assert types[0] == "Alert"
        assert set(types[1:-1]) <= {"Update"}
        for number, one in enumerate(mine[1:], 1):
            assert text(mine[0], "identifier") in text(one, "references")
            assert len(text(one, "references").split()) == min(number, 20)


async def _life(made: House, chance: Random, mode: str) -> str:
    """An alarm, and what people may do with it in any order."""
    kiosk, people = await made.kiosk(), [await made.person("王阿姨"), await made.person("李叔叔")]
    await listen(made, kiosk.id if mode == "exercise" else "")
    call = alarm(mode=mode)
    assert (await kiosk.submit(call)).status_code == 200
    for _ in range(ACTS):
        await _act(made, chance, kiosk, call["id"], chance.choice(people))
    return str(call["id"])


async def _act(made: House, chance: Random, kiosk: KioskCaller, call: str, who: Any) -> None:
    service = made.hub.requests
    sign = event("answer", facts={"question": "where", "answer": chance.choice(SIGNS)})
    acts: list[Callable[[], Any]] = [
        lambda: kiosk.tell(call, sign),
        lambda: kiosk.tell(call, event("cancel_asked", facts={"reason": "wrong_press"})),
        lambda: made.do(service.accept, call, who),
        lambda: made.do(service.take_over, call, who),
        lambda: made.do(service.release, call, who),
        lambda: made.do(service.say, call, who, "马上来"),
        lambda: made.do(service.on_the_way, call, who),
        lambda: made.do(service.note, call, who, "家里人也来了"),
        lambda: _time(made),
        lambda: made.do(service.close, call, who, chance.choice([Status.DONE, Status.FAILED])),
    ]
    try:
        await chance.choices(acts, weights=(3, 1, 3, 1, 2, 1, 1, 1, 3, 0.5))[0]()
    except HubProblem:
        await asyncio.sleep(0)  # it cannot be done now: a person reads so


async def _time(made: House) -> None:
    made.clock.advance(21)
    await made.hub.promises.tick()
