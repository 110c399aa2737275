"""A helper from badge to lock: late answers open nothing, and a hub that is gone locks nobody in."""

from __future__ import annotations

from kiosk.domain.badge import Act
from kiosk.domain.preferences import Preferences
from kiosk.errors import CardUnknown, HubUnreachable
from kiosk.services.helping import LOCK_SECONDS, Helping
from kiosk.services.residents import WhoIsHere
from kiosk.services.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.helpers import BADGE, PIN, MemoryHelpers
from tests.fakes.residents import MemoryResidents
from tests.fakes.tasks import ManualTasks


class Hall:
    def __init__(self) -> None:
        self.clock, self.tasks, self.hub = FakeClock(), ManualTasks(), MemoryHelpers()
        self.session = Session(self.clock, Preferences())
        self.residents = WhoIsHere(MemoryResidents(), self.tasks, self.session)
        self.helping = Helping(self.hub, self.tasks, self.clock, self.session, self.residents)
        self.came: list[str] = []
        self.errors: list[Exception] = []
        self.session.activity()

    def enter(self, badge: str = BADGE, pin: str = PIN) -> None:
        self.helping.enter(badge, pin, lambda helper: self.came.append(helper.name), self.errors.append)

    def here(self) -> bool:
        return self.helping.current is not None


def test_s6_an_answer_that_comes_after_the_session_opens_nothing() -> None:
    hall = Hall()
    hall.enter()
    hall.session.end()
    hall.tasks.run()
    assert (hall.came, hall.here()) == ([], False)
    assert hall.hub.acts == ["came", Act.LOCKED], "the pass that nobody holds ends at the hub"


def test_what_is_no_badge_is_not_sent() -> None:
    hall = Hall()
    hall.enter("SKB-1111-0000-0000-0000-00")
    assert hall.tasks.waiting == 0
    assert isinstance(hall.errors[0], CardUnknown)


def test_s7_it_locks_two_minutes_after_the_last_act_even_without_a_hub() -> None:
    hall = Hall()
    hall.enter()
    hall.tasks.run()
    hall.clock.advance(LOCK_SECONDS - 1)
    hall.session.activity()  # somebody is there all the time
    hall.helping.take_step()
    hall.tasks.run()
    hall.hub.trouble = HubUnreachable("gone")
    hall.clock.advance(LOCK_SECONDS - 1)
    assert hall.helping.stepping
    hall.clock.advance(2)
    hall.tasks.run()
    assert (hall.here(), hall.helping.stepping, hall.residents.owner().helper) == (False, False, "")


def test_another_helper_s_badge_ends_the_first_one_s_time() -> None:
    hall = Hall()
    for _ in range(2):
        hall.enter()
        hall.tasks.run()
    assert hall.came == ["王阿姨", "王阿姨"]
    assert hall.here()


def test_whoever_does_not_help_can_neither_vouch_nor_hand_over_nor_take_a_step() -> None:
    hall = Hall()
    hall.helping.vouch(lambda _: None, hall.errors.append)
    hall.helping.hand_over(lambda: None, hall.errors.append)
    hall.helping.take_step()
    hall.helping.note(Act.CHANGED_LOOK)
    assert [type(error) for error in hall.errors] == [CardUnknown, CardUnknown]
    assert (hall.helping.stepping, hall.helping.can_vouch, hall.tasks.waiting) == (False, False, 0)
