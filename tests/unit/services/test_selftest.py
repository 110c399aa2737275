"""The morning's self-test: once a day, late when the kiosk was off, told until the hub has it; a fake clock turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.adapters.journal import FILE as JOURNAL
from kiosk.adapters.journal import SLOT, FileJournal
from kiosk.adapters.journal import examine as examine_journal
from kiosk.adapters.selftest import SelfTestFile
from kiosk.adapters.touch import touch_screens
from kiosk.domain.selftest import Row, SelfTest
from kiosk.errors import HubRefused, HubUnreachable, StoreError
from kiosk.services.selftest import AGAIN_SECONDS, SETTLE_SECONDS, TRIES, Kept, MorningSelfTest, SelfTestParts
from kiosk.services.soundcheck import listen
from tests.fakes.clock import FakeClock
from tests.fakes.recorder import FakeRecorder
from tests.fakes.requests import new_id
from tests.fakes.tasks import InlineTasks

SHANGHAI = timezone(timedelta(hours=8))
GOOD = (Row("hub", ok=True), Row("path", ok=True, name="lamp"))
BAD = (Row("hub", ok=True), Row("path", ok=False, name="lamp", detail="ended with 3"))
SEVEN = time(7, 0)
HOUR = 3600.0


@dataclass
class MemoryInMemory:
    kept: Kept = field(default_factory=Kept)
    broken: bool = False

    def load(self) -> Kept:
        if self.broken:
            raise StoreError("the disk is broken")
        return self.kept

    def save(self, kept: Kept) -> None:
        if self.broken:
            raise StoreError("the disk is full")
        self.kept = kept


@dataclass
class Morning:
    """A kiosk switched on at `begins`, local time of Shanghai."""

    begins: datetime
    memory: MemoryInMemory = field(default_factory=MemoryInMemory)
    rows: Sequence[Row] = GOOD
    fails: list[Exception] = field(default_factory=list)
    looks: list[datetime] = field(default_factory=list)
    told: list[SelfTest] = field(default_factory=list)
    busy: bool = False
    clock: FakeClock = field(init=False)
    made: MorningSelfTest = field(init=False)

    def __post_init__(self) -> None:
        self.clock = FakeClock(self.begins.astimezone(UTC))
        self.switch_on()

    def switch_on(self) -> None:
        parts = SelfTestParts(self.look, self.tell, self.memory, lambda: self.busy, SHANGHAI)
        self.made = MorningSelfTest(SEVEN, parts, self.clock, InlineTasks(), new_id)
        self.made.start()

    def look(self) -> Sequence[Row]:
        self.looks.append(self.clock.now().astimezone(SHANGHAI))
        if not self.rows:
            raise ValueError("no rows")
        return self.rows

    def tell(self, test: SelfTest) -> None:
        if self.fails:
            raise self.fails.pop()
        self.told.append(test)


def at(hour: int, minute: int = 0, day: int = 30) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def test_once_a_day_at_its_time() -> None:
    morning = Morning(at(6))
    morning.clock.advance(30 * 60)
    assert morning.looks == []
    morning.clock.advance(40 * 60)
    (only,) = morning.looks
    assert at(7) <= only < at(7, 2)
    morning.clock.advance(20 * HOUR)
    assert len(morning.looks) == len(morning.told) == 1
    morning.clock.advance(5 * HOUR)
    assert len(morning.told) == 2
    assert morning.told[0].id != morning.told[1].id


def test_a_kiosk_that_was_off_makes_it_late_and_not_twice() -> None:
    morning = Morning(at(10))
    morning.clock.advance(SETTLE_SECONDS - 10)
    assert morning.looks == [], "the network is still coming up"
    morning.clock.advance(120)
    assert len(morning.looks) == 1
    morning.clock.reboot()
    morning.switch_on()
    morning.clock.advance(HOUR)
    assert len(morning.looks) == 1, "the restart has not forgotten it"


def test_it_disturbs_nobody() -> None:
    morning = Morning(at(6, 50), busy=True)
    morning.clock.advance(HOUR)
    assert morning.looks == []
    morning.busy = False
    morning.clock.advance(61)
    assert len(morning.looks) == 1


def test_what_the_hub_does_not_have_is_told_again_also_after_a_restart() -> None:
    morning = Morning(at(8), fails=[HubUnreachable("away") for _ in range(9)])
    morning.clock.advance(SETTLE_SECONDS + 120)
    assert (len(morning.looks), morning.told) == (1, [])
    made = morning.memory.kept.untold
    assert made is not None
    morning.clock.reboot()
    morning.switch_on()
    morning.clock.advance(HOUR)
    assert morning.told == [made], "the same one, by the same id"
    assert (len(morning.looks), morning.memory.kept.untold) == (1, None)


def test_a_hub_that_refuses_it_is_not_asked_for_ever() -> None:
    morning = Morning(at(8), fails=[HubRefused("invalid", code="invalid")])
    morning.clock.advance(HOUR)
    assert (morning.told, morning.memory.kept.untold) == ([], None)


def test_red_is_looked_at_again_for_it_may_have_been_a_moment() -> None:
    morning = Morning(at(6, 55), rows=BAD)
    morning.clock.advance(10 * 60)
    assert [test.red for test in morning.told] == [True]
    morning.rows = GOOD
    morning.clock.advance(AGAIN_SECONDS + 120)
    assert [test.red for test in morning.told] == [True, False]
    morning.clock.advance(5 * HOUR)
    assert len(morning.told) == 2


def test_red_that_stays_is_not_looked_at_all_day() -> None:
    morning = Morning(at(6, 55), rows=BAD)
    morning.clock.advance(10 * HOUR)
    assert [test.red for test in morning.told] == [True] * TRIES


def test_one_that_cannot_be_made_is_red() -> None:
    morning = Morning(at(6, 59), rows=())
    morning.clock.advance(10 * 60)
    assert morning.told[0].rows == (Row("selftest", ok=False, detail="ValueError"),)


def test_a_broken_disk_stops_neither_looking_nor_telling() -> None:
    morning = Morning(at(6, 50), memory=MemoryInMemory(broken=True))
    morning.clock.advance(2 * HOUR)
    assert len(morning.told) == 1


def test_a_clock_that_was_a_year_ahead_costs_no_morning() -> None:
    morning = Morning(at(8).replace(year=2027))
    morning.clock.advance(HOUR)
    assert len(morning.told) == 1
    morning.clock.correct(at(9))
    morning.clock.advance(HOUR)
    assert len(morning.told) == 2


def test_after_close_nothing_more() -> None:
    morning = Morning(at(6, 50))
    morning.made.close()
    morning.clock.advance(2 * HOUR)
    assert morning.looks == []


# --- what it remembers ---


@pytest.mark.parametrize("kept", [Kept(), Kept("2026-11-30"), Kept("2026-11-30", SelfTest(new_id(), at(7), BAD))])
def test_the_file_gives_back_what_it_was_given(tmp_path: Path, kept: Kept) -> None:
    SelfTestFile(tmp_path).save(kept)
    assert SelfTestFile(tmp_path).load() == kept
    assert (tmp_path / "selftest.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"day": 1}', '{"day": "x", "untold": {"id": 1, "at": "?"}}'])
def test_a_damaged_file_is_said_so_and_there_is_none_at_first(tmp_path: Path, text: str) -> None:
    assert SelfTestFile(tmp_path).load() == Kept()
    (tmp_path / "selftest.json").write_text(text, "utf-8")
    with pytest.raises(StoreError):
        SelfTestFile(tmp_path).load()
    with pytest.raises(StoreError):
        SelfTestFile(Path("/proc/nowhere")).save(Kept())


# --- what it looks at ---


def test_the_journal_is_looked_at_beside_a_running_kiosk(tmp_path: Path) -> None:
    assert examine_journal(tmp_path) == "", "made with the first start"
    journal = FileJournal(tmp_path)
    journal.open()
    assert examine_journal(tmp_path) == ""
    with (tmp_path / JOURNAL).open("rb+") as file:
        file.truncate(SLOT)
    assert "not all there" in examine_journal(tmp_path)
    journal.close()
    (tmp_path / JOURNAL).unlink()
    (tmp_path / JOURNAL).mkdir()
    assert "cannot be opened" in examine_journal(tmp_path)


TOUCH = """I: Bus=0003 Vendor=0000 Product=0000 Version=0111
N: Name="Example Touch Panel"
H: Handlers=event4
B: PROP=2
B: EV=b
B: KEY=400 0 0 0 0 0
B: ABS=260800000000003
"""
MOUSE = """I: Bus=0003
N: Name="Example Mouse"
B: PROP=0
B: EV=17
B: KEY=70000 0 0 0 0
B: REL=903
"""
TOUCHPAD = TOUCH.replace("PROP=2", "PROP=5").replace("Touch Panel", "Touchpad")
ONE_FINGER = TOUCH.replace("260800000000003", "3").replace("Touch Panel", "Old Panel")


def test_a_touch_screen_is_told_from_a_mouse_and_a_touchpad() -> None:
    assert touch_screens("\n".join((MOUSE, TOUCH, TOUCHPAD, ONE_FINGER))) == (
        "Example Touch Panel",
        "Example Old Panel",
    )
    assert touch_screens(MOUSE) == touch_screens("") == ()


@dataclass
class Speaker:
    available: bool = True
    ends: bool = True
    on_play: list[float] = field(default_factory=list)
    recorder: FakeRecorder | None = None

    def play(self, path: Path, volume: int, on_end: object) -> None:
        del path, volume
        for level in self.on_play:
            if self.recorder is not None:
                self.recorder.level(level)
        if self.ends:
            assert callable(on_end)
            on_end()


def at_once(_seconds: float, until: object) -> bool:
    assert callable(until)
    return bool(until())


@pytest.mark.parametrize(("loud", "heard"), [(0.2, True), (0.011, False), (0.0, False)])
def test_the_chime_is_heard_or_it_is_not(loud: float, heard: bool) -> None:
    recorder = FakeRecorder()

    def wait(seconds: float, until: object) -> bool:
        if seconds == pytest.approx(0.6):
            recorder.level(0.01)  # the room by itself
        return at_once(seconds, until)

    found = listen(Speaker(on_play=[loud], recorder=recorder), recorder, Path("x.wav"), 50, wait)
    assert (found.loudspeaker, found.played, found.microphone) == (True, True, heard)
    assert recorder.recording is False


def test_without_devices_it_says_which() -> None:
    deaf, broken = FakeRecorder(), FakeRecorder()
    deaf.available, broken.broken = False, True
    assert not listen(Speaker(available=False), None, Path("x"), 50, at_once).loudspeaker
    assert not listen(Speaker(ends=False), None, Path("x"), 50, at_once).played
    assert listen(Speaker(), deaf, Path("x"), 50, at_once).microphone is None
    assert listen(Speaker(), broken, Path("x"), 50, at_once).microphone is False
