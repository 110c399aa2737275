"""Decides the way from a stick to content that counts: looked at, agreed to, put in. Only while a helper is here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from kiosk.ports.content_updates import Offer
from kiosk.ports.navigator import Navigator
from kiosk.screens.updates.state import Line, Page, State
from kiosk.services.content_updates import ContentService, Phase, Update
from kiosk.services.helping import Helping
from kiosk.services.saytime import day_words
from kiosk.services.screen import Presenter as Base
from kiosk.services.speech import Speaker

PAGES = {
    Phase.LOOKING: Page.LOOKING,
    Phase.OFFERED: Page.OFFERED,
    Phase.NOTHING: Page.NOTHING,
    Phase.INSTALLING: Page.INSTALLING,
    Phase.DONE: Page.DONE,
    Phase.FAILED: Page.FAILED,
}
MEGABYTE = 1_000_000
MINUTE = 60.0


class Presenter(Base[State]):
    """A transfer under way goes on when the helper leaves; 不装了 ends it."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        helping: Helping,
        updates: ContentService,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(render, speech, State())
        self._navigator = navigator
        self._helping = helping
        self._updates = updates
        self._zone = zone

    def open(self) -> None:
        self._until_closed(self._updates.watch(self._changed))
        self._until_closed(self._helping.watch(self._helper_changed))
        if self._updates.stick.phase is Phase.INSTALLING:
            self._state = self._seen(self._updates.stick)
        else:
            self._look()
        super().open()

    def pressed(self, key: str) -> None:
        """A key of the page, by its id in `State.keys`."""
        if key not in {name for name, _ in self._state.keys}:
            return
        self._helping.touch()
        actions: dict[str, Callable[[], None]] = {
            "install": self._updates.install,
            "again": self._look,
            "stop": self._stop,
            "leave": self._leave,
            "done": self._leave,
        }
        actions[key]()

    def _look(self) -> None:
        if not self._updates.sticks:
            self._state = State(Page.GONE)
            self._show(aloud=True)
            return
        self._updates.look(self._updates.sticks[0])

    def _stop(self) -> None:
        self._updates.stop()
        self._leave()

    def _leave(self) -> None:
        self._navigator.back()

    def _changed(self, update: Update) -> None:
        if update.phase is Phase.IDLE:
            return
        state = self._seen(update)
        turned = state.page is not self._state.page
        self._state = state
        self._show(aloud=turned)

    def _helper_changed(self) -> None:
        if self._helping.current is None and not self._closed:
            self._navigator.back()

    def _seen(self, update: Update) -> State:
        page, offer = PAGES.get(update.phase, Page.LOOKING), update.offer
        if offer is None:
            return State(page, problem=update.problem)
        progress = update.progress
        percent = min(99, progress.done * 100 // max(progress.total, 1)) if progress is not None else 0
        seconds = progress.seconds_left if progress is not None else None
        left = max(1, round(seconds / MINUTE)) if seconds is not None else None
        return State(
            page,
            offer.source.stick,
            _lines(offer),
            max(1, round(offer.travels / MEGABYTE)),
            day_words(offer.valid_until.astimezone(self._zone)),
            percent,
            left,
            update.problem,
        )


def _lines(offer: Offer) -> tuple[Line, ...]:
    return tuple(
        Line(one.kind.replace("-", "_"), one.before, one.after, one.added, one.changed, one.removed)
        for one in offer.changes
    )
