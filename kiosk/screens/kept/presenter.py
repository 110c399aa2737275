"""Decides what a resident may do about what is kept of them: consent with one tap either way, deletion after a yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.resident import Level, Resident
from kiosk.errors import HubUnreachable
from kiosk.ports.clock import Cancel
from kiosk.ports.navigator import Navigator
from kiosk.screens.kept.state import Page, State
from kiosk.services.screen import Presenter as Base
from kiosk.services.screen import in_words
from kiosk.services.speech import Speaker
from kiosk.text import msg

OnError = Callable[[Exception], None]


class Who(Protocol):
    """kiosk.services.residents."""

    @property
    def current(self) -> Resident: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...

    def consent(self, given: bool, on_done: Callable[[Resident], None], on_error: OnError, /) -> None: ...

    def forget(self, on_done: Callable[[], None], on_error: OnError, /) -> None: ...


class Presenter(Base[State]):
    """Only for who has opened 我的事情; whatever closes that leads back there."""

    def __init__(
        self, render: Callable[[State], None], *, speech: Speaker, navigator: Navigator, residents: Who
    ) -> None:
        super().__init__(render, speech, State(health=residents.current.health_consent))
        self._navigator = navigator
        self._residents = residents

    def open(self) -> None:
        self._until_closed(self._residents.watch(self._changed))
        super().open()
        self._changed()

    def pressed(self, key: str) -> None:
        """A key of the page, by its id in `State.keys`."""
        if key not in {name for name, _ in self._state.keys}:
            return
        actions: dict[str, Callable[[], object]] = {
            "back": self._navigator.back,
            "agree": lambda: self._consent(given=True),
            "withdraw": lambda: self._consent(given=False),
            "forget": lambda: self._turn(Page.ASKING),
            "stay": lambda: self._turn(Page.KEPT),
            "forget_yes": self._forget,
            "home": self._navigator.home,
        }
        actions[key]()

    def back(self) -> bool:
        if self._state.page is not Page.ASKING or self._state.busy:
            return False
        self._turn(Page.KEPT)
        return True

    def _consent(self, *, given: bool) -> None:
        self._show(busy=True, note=None)
        guard = self._guard()

        def done(who: Resident) -> None:
            said = msg("kept.agreed") if given else msg("kept.withdrawn")
            self._show(aloud=True, busy=False, health=who.health_consent, note=said)

        self._residents.consent(given, guard(done), guard(self._failed))

    def _forget(self) -> None:
        self._show(aloud=True, busy=True, note=None)
        guard = self._guard()
        gone = guard(lambda _: self._turn(Page.GONE))
        self._residents.forget(lambda: gone(None), guard(self._failed))

    def _failed(self, error: Exception) -> None:
        """Nothing has changed, and nothing is tried again by itself: so that is said."""
        said = msg("kept.no_line") if isinstance(error, HubUnreachable) else in_words(error)
        self._show(aloud=True, page=Page.KEPT, busy=False, note=said)
        self._changed()

    def _turn(self, page: Page) -> None:
        self._show(aloud=True, page=page, busy=False, note=None)

    def _changed(self) -> None:
        """Whoever is here has it open no more: unless it is they who are just being forgotten."""
        if self._residents.current.level is Level.OPENED or self._state.busy or self._state.page is Page.GONE:
            return
        self._navigator.replace("mine")
