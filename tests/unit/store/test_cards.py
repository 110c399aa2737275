"""Cards seen here: encrypted, bounded in age and number, gone as soon as the hub says so (S1, S4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from kiosk.adapters.store import SqlStore
from kiosk.adapters.store import cards as cards_module
from kiosk.adapters.store.cards import SqlCards
from kiosk.domain.card import make
from kiosk.domain.places import Place
from kiosk.domain.preferences import Palette, Preferences, TextSize
from kiosk.domain.resident import Habits, Level, Resident, UsualDoctor, Zodiac
from kiosk.errors import CardUnknown, HubUnreachable, NotEnrolled, StoreError
from kiosk.ports.cards import KEPT_FOR
from kiosk.services.known_cards import KnownCards
from tests.fakes.clock import FakeClock
from tests.fakes.residents import Known, MemoryResidents
from tests.unit.store.test_opening import KEY, V1, raw

CODE, OTHER = make(Random(1)), make(Random(2))
CANARY = "金丝雀路"
HABITS = Habits(
    Preferences(TextSize.HUGE, Palette.DARK, "en", 85, 140, motion=False),
    (Place("home", CANARY, "南门", "home", "0000"),),
    UsualDoctor("h", "东街医院", "d", "内科", "x", "李医生"),
)
WHO = Resident("a", Level.CARD, "pass", HABITS, can_open=True, health_consent=True)


class Desk:
    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.store = SqlStore(folder, lambda: KEY, self.clock.now)
        self.cards = SqlCards(self.store)
        self.hub = MemoryResidents([Known("a", (CODE, "000000000098"), Zodiac.OX, HABITS), Known("b", (OTHER,))])
        self.known = KnownCards(self.hub, self.cards)

    def days(self, days: float) -> None:
        self.clock.advance(timedelta(days=days) / timedelta(seconds=1))

    def cut(self) -> None:
        self.hub.trouble = HubUnreachable("no line")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.store.close()


def test_a_card_seen_here_brings_its_habits_without_the_hub_and_opens_nothing(desk: Desk) -> None:
    desk.known.by_card(CODE)
    desk.cut()
    who = desk.known.by_card(CODE)
    assert who == Resident("a", Level.CARD, habits=HABITS, offline=True)
    for asked in (
        lambda: desk.known.open(who, Zodiac.OX),
        lambda: desk.known.vouched(who, "badge", "0000"),
        lambda: desk.known.affairs(who),
        lambda: desk.known.cancel(who, "r"),
        lambda: desk.known.forget(who),
        lambda: desk.known.consent(who, True),
        lambda: desk.known.keep(who, HABITS),
        lambda: desk.known.leave(who),
    ):
        with pytest.raises(HubUnreachable):
            asked()
    assert desk.hub.asked == ["by_card", "by_card"]


def test_a_card_never_seen_here_is_not_recognised_without_the_hub(desk: Desk) -> None:
    desk.known.by_card(CODE)
    desk.cut()
    with pytest.raises(HubUnreachable):
        desk.known.by_card(OTHER)


def test_a_kiosk_that_is_shut_out_recognises_nobody(desk: Desk) -> None:
    desk.known.by_card(CODE)
    desk.hub.trouble = NotEnrolled("revoked")
    with pytest.raises(NotEnrolled):
        desk.known.by_card(CODE)


def test_s1_two_weeks_are_the_end(desk: Desk) -> None:
    desk.cards.keep(CODE, WHO)
    desk.days(KEPT_FOR.days - 0.1)
    assert desk.cards.find(CODE)
    desk.days(0.2)
    assert desk.cards.find(CODE) is None
    assert desk.cards.kept() == ()


def test_what_was_kept_under_a_clock_far_ahead_goes(desk: Desk) -> None:
    desk.days(400)
    desk.cards.keep(CODE, WHO)
    desk.clock.correct(desk.clock.now() - timedelta(days=400))
    assert desk.cards.find(CODE) is None


def test_s1_only_so_many_are_kept_the_oldest_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards_module, "MOST_KEPT", 3)
    codes = [make(Random(n)) for n in range(5)]
    for n, code in enumerate(codes):
        desk.clock.advance(1)
        desk.cards.keep(code, replace(WHO, id=str(n)))
    assert [bool(desk.cards.find(code)) for code in codes] == [False, False, True, True, True]


def test_s1_a_revoked_card_takes_everything_of_that_resident_with_it(desk: Desk) -> None:
    desk.known.by_card(CODE)
    desk.known.by_card("000000000098")
    desk.hub.people[0].codes = ()
    with pytest.raises(CardUnknown):
        desk.known.by_card(CODE)
    assert desk.cards.find("000000000098") is None


def test_s1_what_the_hub_deleted_goes_at_the_next_contact(desk: Desk) -> None:
    desk.known.by_card(CODE)
    desk.known.by_card(OTHER)
    del desk.hub.people[0]
    desk.known.look()
    assert [one.resident_id for one in desk.cards.kept()] == ["b"]
    desk.cut()
    with pytest.raises(HubUnreachable):
        desk.known.look()


def test_s1_withdrawn_and_forgotten_go_at_once(desk: Desk) -> None:
    for what in ("consent", "forget"):
        who = desk.known.by_card(CODE)
        who = desk.known.open(who, Zodiac.OX)
        desk.known.consent(who, False) if what == "consent" else desk.known.forget(who)
        assert desk.cards.find(CODE) is None


def test_a_store_that_fails_costs_the_comfort_never_the_answer(desk: Desk) -> None:
    desk.store.close()
    assert desk.known.by_card(CODE).id == "a"
    desk.cut()
    with pytest.raises(HubUnreachable):
        desk.known.by_card(CODE)
    with pytest.raises(StoreError):
        desk.known.look()


def test_s4_neither_the_card_nor_its_habits_can_be_read_on_the_disk(desk: Desk, tmp_path: Path) -> None:
    desk.cards.keep(CODE, WHO)
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert len(content) > 8192
    assert CANARY.encode() not in content
    assert CODE.encode() not in content
    desk.store.close()
    connection = raw(tmp_path)
    (row,) = connection.execute("SELECT * FROM card").fetchall()
    connection.close()
    assert CODE not in str(row)
    assert row[1] == "a"


V3 = V1.replace("valid_for FLOAT, PRIMARY KEY", "valid_for FLOAT, ended_at VARCHAR, owner JSON, PRIMARY KEY").replace(
    "user_version = 1", "user_version = 3"
)


def test_version_3_is_copied_and_taken_over(tmp_path: Path) -> None:
    connection = raw(tmp_path)
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.executescript(V3)
    connection.close()
    desk = Desk(tmp_path)
    try:
        assert desk.cards.find(CODE) is None
        desk.cards.keep(CODE, WHO)
        assert desk.cards.find(CODE)
        assert desk.store.faults() == ()
        assert (tmp_path / "kiosk.before-v4.db").exists()
    finally:
        desk.store.close()
