"""What the kiosk expects of a hub that knows residents: the same of the stand-in and of a real hub."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import SystemRandom
from typing import TypeVar

import pytest

from kiosk.adapters.enrolment import enrol
from kiosk.adapters.hub.calls import Calls
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.residents import HubResidents
from kiosk.domain.card import make
from kiosk.domain.places import Place
from kiosk.domain.preferences import Palette, Preferences, TextSize
from kiosk.domain.resident import Habits, Level, Zodiac
from kiosk.errors import CardUnknown, HubError, HubUnreachable
from kiosk.hub.core import Hub, assemble
from kiosk.hub.residents.registry import Person
from kiosk.hub.settings import HubSettings
from kiosk.ports.cards import Kept
from kiosk.ports.residents import Residents
from tests.fakes.residents import Known, MemoryResidents
from tests.hub.house import person
from tests.hub.served import serving

LIKES = Preferences(TextSize.LARGE, Palette.CONTRAST, "en", 85, 140, motion=False)
PLACES = (Place("home", "家里", "南门", "home", "东街 0 号"),)
T = TypeVar("T")


@dataclass(frozen=True)
class Card:
    id: str
    code: str


@dataclass
class Town:
    """Where people get cards; `port` is what a kiosk asks."""

    port: Residents
    register: Callable[[Zodiac | None], Card]
    revoke: Callable[[str], None]


@pytest.fixture(scope="module")
def at_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Credentials, HubSettings]]:
    with serving(tmp_path_factory.mktemp("hub"), tls=False) as (url, made):
        code = _with(made, lambda hub: _code(hub, url))
        yield enrol(code, tmp_path_factory.mktemp("joined"), name="一号机", place="一楼大厅"), made


async def _code(hub: Hub, url: str) -> str:
    async with hub.database.work() as work:
        secret = await hub.kiosks.new_code(work)
    return hub.enrolment_code(secret, url).encode()


async def _register(hub: Hub, zodiac: Zodiac | None) -> Card:
    staff = await person(hub, "王阿姨")
    async with hub.database.work() as work:
        row = await hub.residents.register(work, Person(zodiac=zodiac), by=staff.id)
        issued = await hub.residents.issue(work, row.id, by=staff.id)
        return Card(row.id, issued.code)


async def _revoke(hub: Hub, resident_id: str) -> None:
    staff = await person(hub, "王阿姨")
    async with hub.database.work() as work:
        await hub.residents.revoke(work, resident_id, by=staff.id)


def _with(made: HubSettings, work: Callable[[Hub], Awaitable[T]]) -> T:
    async def run() -> T:
        hub = assemble(replace(made))
        try:
            return await work(hub)
        finally:
            await hub.close()

    return asyncio.run(run())


def _memory() -> Town:
    memory = MemoryResidents()

    def register(zodiac: Zodiac | None) -> Card:
        card = Card(f"r{len(memory.people)}", make(SystemRandom()))
        memory.people.append(Known(card.id, (card.code,), zodiac))
        return card

    def revoke(resident_id: str) -> None:
        for one in memory.people:
            if one.id == resident_id:
                one.codes = ()
                one.revoked = True

    return Town(memory, register, revoke)


@pytest.fixture(params=["memory", "hub"])
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    if request.param == "memory":
        yield _memory()
        return
    credentials, made = request.getfixturevalue("at_hub")
    calls = Calls(lambda: credentials)
    yield Town(
        HubResidents(calls),
        lambda zodiac: _with(made, lambda hub: _register(hub, zodiac)),
        lambda resident_id: _with(made, lambda hub: _revoke(hub, resident_id)),
    )
    calls.close()


def test_a_card_says_nothing_but_habits_and_they_come_back_as_they_were_kept(town: Town) -> None:
    card = town.register(Zodiac.OX)
    who = town.port.by_card(card.code)
    assert (who.id, who.level, who.can_open, who.health_consent, who.offline) == (
        card.id,
        Level.CARD,
        True,
        False,
        False,
    )
    assert who.habits == Habits()
    town.port.keep(who, Habits(LIKES, PLACES))
    assert town.port.by_card(card.code).habits == Habits(LIKES, PLACES)


def test_strange_and_revoked_cards_are_the_same_error(town: Town) -> None:
    card = town.register(None)
    assert not town.port.by_card(card.code).can_open
    town.revoke(card.id)
    for code in (card.code, make(SystemRandom()), "x" * 300):
        with pytest.raises(CardUnknown) as told:
            town.port.by_card(code)
        assert code not in str(told.value)


def test_two_wrong_signs_shut_it_and_the_right_one_opens(town: Town) -> None:
    card, other = town.register(Zodiac.OX), town.register(Zodiac.RAT)
    who, second = town.port.by_card(card.code), town.port.by_card(other.code)
    with pytest.raises(CardUnknown):
        town.port.affairs(who)
    opened = town.port.open(who, Zodiac.OX)
    assert opened.level is Level.OPENED
    assert town.port.affairs(opened) == ()
    for sign in (Zodiac.OX, Zodiac.DOG, Zodiac.RAT):
        with pytest.raises(CardUnknown):
            town.port.open(second, sign)


def test_s3_a_pass_ends_with_the_session(town: Town) -> None:
    card = town.register(Zodiac.OX)
    who = town.port.open(town.port.by_card(card.code), Zodiac.OX)
    town.port.leave(who)
    for asked in (
        lambda: town.port.affairs(who),
        lambda: town.port.keep(who, Habits(LIKES)),
        lambda: town.port.consent(who, True),
        lambda: town.port.forget(who),
    ):
        with pytest.raises(CardUnknown):
            asked()


def test_s1_consent_and_deletion(town: Town) -> None:
    card = town.register(Zodiac.OX)
    who = town.port.by_card(card.code)
    with pytest.raises(CardUnknown):
        town.port.forget(who)
    who = town.port.open(who, Zodiac.OX)
    town.port.consent(who, True)
    assert town.port.by_card(card.code).health_consent
    who = town.port.open(town.port.by_card(card.code), Zodiac.OX)
    town.port.consent(who, False)
    assert not town.port.by_card(card.code).health_consent
    town.port.forget(town.port.open(town.port.by_card(card.code), Zodiac.OX))
    with pytest.raises(CardUnknown):
        town.port.by_card(card.code)


def test_s1_what_a_kiosk_must_not_keep_any_longer(town: Town) -> None:
    kept, revoked, deleted = (town.register(Zodiac.OX) for _ in range(3))
    town.revoke(revoked.id)
    town.port.forget(town.port.open(town.port.by_card(deleted.code), Zodiac.OX))
    since = datetime.now(UTC)
    asked = [Kept(card.id, since) for card in (kept, revoked, deleted)]
    assert set(town.port.gone(asked)) == {revoked.id, deleted.id}
    assert town.port.gone([Kept(kept.id, since)]) == ()


def test_a_cancellation_of_nobodys_request_is_refused(town: Town) -> None:
    card = town.register(Zodiac.OX)
    who = town.port.open(town.port.by_card(card.code), Zodiac.OX)
    with pytest.raises(HubError):
        town.port.cancel(who, "01900000-0000-7000-8000-000000000009")


def test_without_a_hub_nobody_is_unknown(at_hub: tuple[Credentials, HubSettings]) -> None:
    """An unreachable hub is told apart from a strange card."""
    calls = Calls(lambda: replace(at_hub[0], hub_url="http://127.0.0.1:9"))
    with pytest.raises(HubUnreachable):
        HubResidents(calls).by_card(make(SystemRandom()))
    calls.close()
    with pytest.raises(HubUnreachable):
        HubResidents(calls).by_card(make(SystemRandom()))
