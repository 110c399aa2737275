"""A time that the hub keeps while it is read back: said before it runs out, and offered again when it has (U14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.domain.details import SlotRef
from kiosk.errors import HubError, SlotGone
from kiosk.ports.clock import Cancel
from kiosk.screens.doctor.asks import OnError
from kiosk.screens.doctor.draft import Draft, Page
from kiosk.screens.doctor.pages import Pages
from kiosk.services.appointments import Held
from kiosk.services.screen import in_words
from kiosk.text import Message, msg

WARN = 30.0


class Keeping(Pages):
    """Subclasses say what comes after a time that is gone (`_gone`)."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._ends: list[Cancel] = []
        self._until_closed(self._stop_watching)
        self._watch()

    def _gone(self, words: Message) -> None:
        raise NotImplementedError

    def _keep(self, slot: SlotRef) -> None:
        """Have the hub keep it, then read it back; the same one anew, too."""
        hospital, _ = ids(self._draft)

        def done(held: Held) -> None:
            again = slot == self._draft.slot and self._draft.page is Page.CONFIRM
            doctor = slot.doctor or self._draft.doctor
            self._update(slot=slot, doctor=doctor, hold=held.key, held_until=held.until, ending=False)
            self._watch()
            if again:
                self._speech.say(msg("doctor.kept_again"))
            else:
                self._turn(Page.CONFIRM)

        self._ask(lambda ok, failed: self._times.hold(hospital, slot, ok, failed), done, self._not_answered)

    def _keep_again(self) -> None:
        if self._draft.slot is not None:
            self._keep(self._draft.slot)

    def _let_go(self) -> None:
        self._stop_watching()
        if self._draft.hold:
            self._times.release()
            self._update(hold="", held_until=0.0, ending=False)

    def _inquire(self, question: Callable[[Callable[[Any], None], OnError], None], then: Callable[[Any], None]) -> None:
        """As `_ask`; what the hospital does not answer goes to a person."""
        self._ask(question, then, self._not_answered)

    def _not_answered(self, error: Exception) -> None:
        if isinstance(error, SlotGone):
            self._update(hold="", ending=False)
            self._gone(in_words(error))
        elif isinstance(error, HubError):
            self._leave_to_a_person(msg("doctor.silent"))
        else:
            self._problem(in_words(error))

    def _leave_to_a_person(self, problem: Message | None) -> None:
        """Nothing is lost: the day is asked for instead of the hour."""
        self._guard()
        self._settle()
        self._let_go()
        self._turn(Page.WHEN, problem=problem, by_hand=True, slot=None)

    def _watch(self) -> None:
        self._stop_watching()
        if not self._draft.hold:
            return
        left = max(0.0, self._draft.held_until - self._clock.monotonic())
        if left > WARN:
            self._ends.append(self._clock.call_later(left - WARN, self._ending))
        self._ends.append(self._clock.call_later(left, self._lapsed))

    def _ending(self) -> None:
        self._update(ending=True)
        if self._draft.booked_by_machine:
            self._speech.say(msg("doctor.ending"))

    def _lapsed(self) -> None:
        """Nothing of it matters while a person is to find the time, or while it is being written down."""
        self._let_go()
        if self._draft.page is Page.CONFIRM and self._draft.booked_by_machine and not self._draft.busy:
            self._turn(Page.LAPSED)

    def _stop_watching(self) -> None:
        for cancel in self._ends:
            cancel()
        self._ends.clear()


def ids(draft: Draft) -> tuple[str, str]:
    """Of hospital and department, as the hub knows them."""
    return (draft.hospital.id if draft.hospital else "", draft.department.id if draft.department else "")
