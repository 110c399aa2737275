"""留话: kept with its request, or with one of its own, and on its way by itself."""

from __future__ import annotations

from typing import Any

from kiosk.domain.details import HelpCall
from kiosk.domain.request import Request, What
from kiosk.errors import StoreFull
from kiosk.ports.store import Action
from kiosk.services.messages import Messages
from kiosk.services.requests import Requests
from tests.fakes.clock import FakeClock
from tests.fakes.requests import new_id, recorded
from tests.fakes.store import MemoryStore
from tests.fakes.tasks import InlineTasks


class Room:
    def __init__(self) -> None:
        self.clock, self.tasks = FakeClock(), InlineTasks()
        self.store = MemoryStore(self.clock.now)
        self.woken: list[None] = []
        self.requests = Requests(self.store, self.clock, self.tasks, new_id, wake=lambda: None)
        self.requests.start()
        self.messages = Messages(
            self.store, self.clock, self.tasks, new_id, self.requests, wake=lambda: self.woken.append(None)
        )
        self.done: list[Request] = []
        self.failed: list[Exception] = []

    def leave(self, request_id: str, **more: Any) -> None:
        self.messages.leave(request_id, b"sound", 9, on_done=self.done.append, on_error=self.failed.append, **more)


def test_it_goes_with_its_request_and_the_sound_waits_beside_it() -> None:
    room = Room()
    request = room.store.add(recorded())
    room.leave(request.id)
    note = room.done[0].events[-1]
    assert (note.what, note.facts) == (What.VOICE_NOTE, {"attachment": note.id, "seconds": 9})
    assert room.store.sound(note.id) == b"sound"
    assert room.woken


def test_without_a_request_it_makes_a_wish_that_somebody_listens() -> None:
    room = Room()
    room.leave("", about="taxi")
    made = room.done[0]
    assert made.details == HelpCall(screen="message", about="taxi", wish=True)
    assert [work.outgoing.action for work in room.store.outgoing()] == [Action.SUBMIT]
    assert room.store.pending() == 2


def test_what_cannot_be_kept_is_told() -> None:
    room = Room()
    request = room.store.add(recorded())
    room.store.fail(StoreFull())
    room.leave(request.id)
    assert isinstance(room.failed[0], StoreFull)
    assert not room.woken
