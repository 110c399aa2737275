"""Decides the way from a badge to what a helper may do here. The PIN is neither kept nor spoken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from kiosk.domain.badge import Act, Helper, is_badge
from kiosk.errors import CardUnknown
from kiosk.ports.navigator import Navigator
from kiosk.ports.tasks import Tasks
from kiosk.screens.helper.state import DIGITS, Page, Part, State, Well
from kiosk.services.content_updates import ContentService
from kiosk.services.helping import Helping
from kiosk.services.scans import Scans
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Adjust, Session, SessionPhase
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg

LOOKS = {"larger": Adjust.LARGER, "colours": Adjust.COLOURS, "language": Adjust.LANGUAGE}


class Health(Protocol):
    """How the kiosk's parts are: their names and "ok", "warn" or "bad". It takes its time; off the main thread."""

    def __call__(self) -> tuple[tuple[str, str], ...]: ...


class Presenter(Base[State]):
    """`badge` is what was scanned; "" asks for it. Who is here already is not asked again."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        helping: Helping,
        scans: Scans,
        tasks: Tasks,
        health: Health,
        badge: str = "",
        updates: ContentService | None = None,
    ) -> None:
        super().__init__(render, speech, State())
        self._navigator = navigator
        self._session = session
        self._helping = helping
        self._scans = scans
        self._tasks = tasks
        self._health = health
        self._badge = badge
        self._updates = updates

    def open(self) -> None:
        self._until_closed(self._scans.take(self.scanned))
        self._until_closed(self._helping.watch(self._changed))
        if self._updates is not None:
            self._until_closed(self._updates.watch(lambda _: self._stick_changed()))
        if self._badge:
            self._state = State(Page.PIN)
        elif self._helping.current is not None:
            self._helping.give_back()
            self._state = self._menu()
        super().open()

    def scanned(self, scanned: str) -> None:
        """From the card reader: a badge, or a resident's card in between."""
        if is_badge(scanned):
            self._badge = scanned
            self._turn(Page.PIN, typed="", busy=False)
        else:
            self._problem(msg("helper.not_a_badge"))

    def pressed(self, key: str) -> None:
        """A key of the page, by its id in `State.keys`."""
        waits = self._state.busy and self._state.page is not Page.HEALTH  # nobody need wait for how the kiosk is
        if waits or key not in {name for name, _ in self._state.keys}:
            return
        self._helping.touch()
        actions: dict[str, Callable[[], None]] = {
            "leave": self._navigator.back,
            "step": self._step,
            "vouch": self._vouch,
            "content": lambda: self._navigator.go("updates"),
            "register": lambda: self._navigator.go("register"),
            "issue": lambda: self._navigator.go("register", again=True),
            "look": lambda: self._turn(Page.LOOK),
            "health": self._examine,
            "shift": lambda: self._turn(Page.SHIFT),
            "lock": self._helping.lock,
            "menu": self._to_menu,
            "hand_over": self._hand_over,
        }
        if key in LOOKS:
            self._look(LOOKS[key])
        else:
            actions[key]()

    def typed(self, digits: str) -> None:
        """What stands in the number pad."""
        if not self._state.busy and (digits.isdecimal() or not digits):
            self._show(typed=digits[:DIGITS], problem=None)

    def pin_done(self, digits: str) -> None:
        self.typed(digits)
        if self._state.busy or self._state.page is not Page.PIN:
            return
        if len(self._state.typed) < DIGITS:
            self._problem(msg("helper.pin_short", count=DIGITS))
            return
        pin = self._state.typed
        self._show(busy=True, typed="", problem=None)
        guard = self._guard()
        self._helping.enter(self._badge, pin, guard(self._came), guard(self._not_entered))

    def back(self) -> bool:
        if self._state.page in (Page.LOOK, Page.HEALTH, Page.SHIFT):
            self._to_menu()
            return True
        return False

    def _came(self, _helper: Helper) -> None:
        self._badge = ""
        self._to_menu()

    def _not_entered(self, error: Exception) -> None:
        self._show(busy=False)
        self._problem(self._helping.trouble(error))

    def _changed(self) -> None:
        """Locked, by a key or by itself: the resident's screen again, unless the resident has gone."""
        inside = self._state.page not in (Page.BADGE, Page.PIN) and not self._closed
        if inside and self._helping.current is None and self._session.phase is not SessionPhase.RESTING:
            self._navigator.back()

    def _step(self) -> None:
        self._navigator.back()
        self._helping.take_step()

    def _vouch(self) -> None:
        self._show(busy=True, problem=None, told=None)
        guard = self._guard()
        self._helping.vouch(guard(lambda _: self._to_menu(msg("helper.vouched"))), guard(self._not_vouched))

    def _not_vouched(self, error: Exception) -> None:
        self._show(busy=False)
        self._problem(msg("helper.not_vouched") if isinstance(error, CardUnknown) else self._helping.trouble(error))

    def _look(self, what: Adjust) -> None:
        self._helping.note(Act.CHANGED_LOOK)
        self._session.adjust(what)
        self._speech.say(msg(f"bar.now_{what}"))

    def _examine(self) -> None:
        self._helping.note(Act.LOOKED_AT_HEALTH)
        self._turn(Page.HEALTH, busy=True, parts=())
        guard = self._guard()
        self._tasks.submit(self._health, guard(self._examined), guard(self._not_examined))

    def _examined(self, found: tuple[tuple[str, str], ...]) -> None:
        self._show(aloud=True, busy=False, parts=tuple(Part(name, Well(well)) for name, well in found))

    def _not_examined(self, _error: Exception) -> None:
        self._to_menu()
        self._problem(msg("error.unforeseen"))

    def _hand_over(self) -> None:
        self._show(busy=True, problem=None)
        guard = self._guard()

        def failed(error: Exception) -> None:
            self._show(busy=False)
            self._problem(self._helping.trouble(error))

        self._helping.hand_over(lambda: self._speech.say(msg("helper.handed_over")), guard(failed))

    def _menu(self, told: Message | None = None) -> State:
        helper = self._helping.current
        helping = self._helping
        return State(
            Page.MENU,
            name=helper.name if helper else "",
            told=told,
            can_vouch=helping.can_vouch,
            can_register=helping.nobody_known,
            can_issue=helping.can_issue,
            has_stick=self._updates is not None and bool(self._updates.sticks),
        )

    def _stick_changed(self) -> None:
        """A stick is plugged in or pulled while the menu is open: its key comes or goes."""
        has = self._updates is not None and bool(self._updates.sticks)
        if self._state.page is Page.MENU and has is not self._state.has_stick:
            self._show(has_stick=has)

    def _to_menu(self, told: Message | None = None) -> None:
        if self._closed or self._helping.current is None:
            return
        self._guard()  # what is still under way counts no more
        self._state = self._menu(told)
        self._show(aloud=True)

    def _problem(self, words: Message) -> None:
        self._show(problem=words)
        self._speech.say(words)

    def _turn(self, page: Page, **changes: Any) -> None:
        self._show(aloud=True, page=page, problem=None, told=None, **changes)
