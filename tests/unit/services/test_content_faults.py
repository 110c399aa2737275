"""What the desk is told when content had to be given up: a code, until there is content that passes its test."""

from __future__ import annotations

from kiosk.content.first_aid.card import AidCard
from kiosk.errors import ContentError
from kiosk.ports.content_updates import Offer, OnProgress, Source, Stopped
from kiosk.services.content_updates import FIRST_SECONDS, STICK_SECONDS, ContentService
from kiosk.services.first_aid import FirstAid
from tests.fakes.clock import FakeClock
from tests.fakes.content_updates import MemoryUpdates
from tests.fakes.tasks import InlineTasks

HOME = Source("https://hub.example/content")


class Untested(MemoryUpdates):
    def examine(self) -> bool:
        raise ContentError("the disk")


class Unchanged(MemoryUpdates):
    def install(self, source: Source, on_progress: OnProgress, stopped: Stopped) -> Offer:
        self.changes = ()
        return super().install(source, on_progress, stopped)


def started(updates: MemoryUpdates) -> tuple[ContentService, FakeClock]:
    clock = FakeClock()
    service = ContentService(updates, InlineTasks(), clock, lambda: HOME, 3600.0)
    assert service.faults() == ()
    service.start()
    return service, clock


def test_s10_a_rollback_is_a_fault_until_newer_content_is_in_use() -> None:
    updates = MemoryUpdates()
    updates.well = False
    service, clock = started(updates)
    assert service.faults() == ("content_rolled_back",)
    clock.advance(FIRST_SECONDS)
    assert service.faults() == ()


def test_a_look_that_brings_nothing_new_mends_nothing() -> None:
    updates = Unchanged()
    updates.well = False
    service, clock = started(updates)
    clock.advance(FIRST_SECONDS)
    assert service.faults() == ("content_rolled_back",)


def test_content_that_could_not_be_tested_is_another_fault_and_good_content_none() -> None:
    assert started(Untested())[0].faults() == ("content_untested",)
    assert started(MemoryUpdates())[0].faults() == ()


def test_first_aid_that_cannot_be_read_is_a_fault_until_it_can() -> None:
    broken = [True]

    def read() -> tuple[AidCard, ...]:
        if broken[0]:
            raise ContentError("a fault in a card")
        return ()

    aids = FirstAid(read, InlineTasks(), FakeClock())
    aids.start()
    assert aids.faults() == ("first_aid_unread",)
    broken[0] = False
    aids.start()
    assert aids.faults() == ()


def test_what_another_program_put_in_counts_from_the_next_look_on() -> None:
    here, heard = {"lessons/lessons": 1}, []
    clock = FakeClock()
    service = ContentService(MemoryUpdates(), InlineTasks(), clock, lambda: None, 3600.0, versions=lambda: dict(here))
    service.on_changed(lambda: heard.append(dict(here)))
    service.start()
    clock.advance(2 * STICK_SECONDS)
    assert heard == []
    here["lessons/lessons"] = 2  # `kiosk content install`
    clock.advance(2 * STICK_SECONDS)
    assert heard == [{"lessons/lessons": 2}]
