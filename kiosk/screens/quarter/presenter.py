"""Decides the way through notices and telephones: a list, then one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from kiosk.content.package.quarter import Quarter
from kiosk.ports.clock import Cancel
from kiosk.ports.navigator import Navigator
from kiosk.screens.quarter.state import State
from kiosk.screens.quarter.wording import CONTACT, NOTICE, TOPIC, Around, Draft, Page, contact_slip, picture
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session
from kiosk.services.speech import Speaker

DRAFT = "quarter"


class Board(Protocol):
    """kiosk.services.quarter."""

    def today(self) -> Quarter | None: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...


class Presenter(Base[State]):
    """`prints`: there is a printer for slips."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        board: Board,
        prints: bool = False,
    ) -> None:
        self._navigator = navigator
        self._session = session
        self._board = board
        self._prints = prints
        kept = session.kept(DRAFT)
        self._draft = kept if isinstance(kept, Draft) else Draft()
        super().__init__(render, speech, picture(self._draft, self._around()))
        self._until_closed(board.watch(self._update))
        self._until_closed(session.watch(self._update))

    def chosen(self, choice: str) -> None:
        """A great key: a notice, a topic, whom to ring."""
        if choice not in {one.id for one in self._state.choices}:
            return
        if choice.startswith(TOPIC):
            self._turn(Page.TOPIC, topic=choice.removeprefix(TOPIC))
        elif choice.startswith(NOTICE):
            self._turn(Page.NOTICE, one=choice.removeprefix(NOTICE))
        else:
            self._turn(Page.CONTACT, one=choice.removeprefix(CONTACT))

    def pressed(self, key: str) -> None:
        """Another key of the page, by its id in `State.keys`."""
        actions: dict[str, Callable[[], object]] = {
            "read": lambda: self._speech.say(*self._state.told),
            "print": self._print,
            "help": lambda: self._navigator.go("volunteer", screen="quarter", about=""),
            "leave": self._navigator.home,
        }
        if key in {one.id for one in self._state.keys}:
            actions[key]()

    def back(self) -> bool:
        if not self._draft.trail:
            return False
        self._update(page=self._draft.trail[-1], trail=self._draft.trail[:-1])
        self._speech.say(*self._state.say)
        return True

    def _print(self) -> None:
        around = self._around()
        contact = around.contact(self._draft.one)
        if contact is not None:
            self._navigator.go("slip", slip=contact_slip(contact, around))

    def _turn(self, page: Page, **changes: Any) -> None:
        self._update(page=page, trail=(*self._draft.trail, self._draft.page), **changes)
        self._speech.say(*self._state.say)

    def _update(self, **changes: Any) -> None:
        self._draft = replace(self._draft, **changes)
        if self.closed:
            return
        self._session.keep(DRAFT, self._draft)
        drawn = picture(self._draft, self._around())
        if drawn != self._state:
            self._state = drawn
            self._render(drawn)

    def _around(self) -> Around:
        return Around(self._board.today() or Quarter(), self._session.preferences.language, self._prints)
