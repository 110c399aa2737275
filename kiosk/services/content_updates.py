"""New content: looked for now and then, taken without anybody noticing; from a stick, with a person's word."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from kiosk.errors import ContentNone, ContentStopped, KioskError
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.content_updates import ContentUpdates, Offer, Progress, Source
from kiosk.ports.tasks import Tasks
from kiosk.text import Message, msg

log = logging.getLogger(__name__)
T = TypeVar("T")
FIRST_SECONDS = 60.0
"""After the start: residents come first."""
STICK_SECONDS = 5.0


class Phase(StrEnum):
    """OFFERED: a stick has something and a person has to say yes. NOTHING: a stick has nothing new."""

    IDLE = "idle"
    LOOKING = "looking"
    OFFERED = "offered"
    NOTHING = "nothing"
    INSTALLING = "installing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Update:
    """How far it is. `problem` says what went wrong and what is used now."""

    phase: Phase = Phase.IDLE
    offer: Offer | None = None
    progress: Progress | None = None
    problem: Message | None = None


Listener = Callable[[Update], None]


class ContentService:
    """Lives on the main thread; the work is done elsewhere, one thing at a time. `home` is where content comes from by
    itself, None while nobody knows; `versions` what is installed, which another program may have changed."""

    def __init__(
        self,
        updates: ContentUpdates,
        tasks: Tasks,
        clock: Clock,
        home: Callable[[], Source | None],
        every_seconds: float,
        *,
        first_seconds: float = FIRST_SECONDS,
        versions: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        self._updates = updates
        self._tasks = tasks
        self._clock = clock
        self._home = home
        self._every = every_seconds
        self._first = first_seconds
        self._versions = versions
        self._known: Mapping[str, int] | None = None
        self._missed = ""
        self._stop = threading.Event()
        self._busy = False
        self._listeners: list[Listener] = []
        self._changed: list[Callable[[], None]] = []
        self._sticks: tuple[Source, ...] = ()
        self._fault = ""
        self.stick = Update()

    def faults(self) -> tuple[str, ...]:
        """What the desk should know, until content that passes its self-test is in use; of this start alone."""
        return (self._fault,) if self._fault else ()

    @property
    def sticks(self) -> tuple[Source, ...]:
        """What is plugged in and holds published content, as of the last look."""
        return self._sticks

    @property
    def busy(self) -> bool:
        return self._busy

    def on_changed(self, call: Callable[[], None]) -> None:
        """`call` hears on the main thread that other content counts from now on."""
        self._changed.append(call)

    def watch(self, listener: Listener) -> Cancel:
        """`listener` hears how a stick's update goes; and of sticks that come and go."""
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def start(self) -> None:
        """Test what is installed, then look for sticks and, later, for something newer at home."""
        self._run(self._updates.examine, self._examined, lambda error: self._examined(True, error))
        self._look_for_sticks()
        self._clock.call_later(self._first, self._at_home)

    def close(self) -> None:
        """Ends a transfer at its next piece; it goes on after the next start."""
        self._stop.set()

    def look(self, stick: Source) -> None:
        """What a stick would change."""
        if self._tell(Update(Phase.LOOKING)):
            self._run(lambda: self._updates.look(stick, self._stop.is_set), self._looked, self._failed)

    def install(self) -> None:
        """Take what the stick offered; a person has said yes."""
        offer = self.stick.offer
        if offer is None or self.stick.phase is not Phase.OFFERED or not self._tell(Update(Phase.INSTALLING, offer)):
            return
        source = offer.source
        self._run(
            lambda: self._updates.install(source, self._progress, self._stop.is_set), self._installed, self._failed
        )

    def stop(self) -> None:
        """A person wants no more of it: what arrived is kept for the next time, what is in use stays."""
        if self._busy and self.stick.phase in (Phase.LOOKING, Phase.INSTALLING):
            self._stop.set()
        self.stick = Update()
        self._say()

    def _at_home(self) -> None:
        self._clock.call_later(self._every, self._at_home)
        source = self._home()
        if source is None or self._busy:
            return
        self._run(
            lambda: self._updates.install(source, lambda _: None, self._stop.is_set),
            lambda offer: self._renewed() if offer.changes else None,
            self._not_at_home,
        )

    def _not_at_home(self, error: Exception) -> None:
        """Noted once, however often it is tried; that nothing is published yet is no news."""
        if not isinstance(error, ContentNone) and str(error) != self._missed:
            self._missed = str(error)
            log.info("no new content: %s", error)

    def _examined(self, well: bool, error: Exception | None = None) -> None:
        if error is not None:
            log.warning("installed content could not be tested: %s", error)
            self._fault = "content_untested"
        elif not well:
            log.warning("installed content failed its self-test; the version before it is used")
            self._fault = "content_rolled_back"
            self._switched()

    def _look_for_sticks(self) -> None:
        self._clock.call_later(STICK_SECONDS, self._look_for_sticks)
        self._tasks.submit(
            lambda: (self._updates.sticks(), self._versions()), self._seen, lambda error: log.info("sticks: %s", error)
        )

    def _seen(self, seen: tuple[tuple[Source, ...], Mapping[str, int]]) -> None:
        sticks, versions = seen
        if not self._busy and versions != self._known:
            known, self._known = self._known is not None, versions
            if known:  # `kiosk content install` was run beside this kiosk
                self._renewed()
        if sticks == self._sticks:
            return
        self._sticks = sticks
        offer = self.stick.offer
        gone = offer is not None and offer.source not in sticks
        if gone and self.stick.phase is Phase.OFFERED:
            self.stick = Update(Phase.FAILED, problem=msg("error.content_unreachable"))
        self._say()

    def _looked(self, offer: Offer) -> None:
        self._set(Update(Phase.OFFERED if offer.changes else Phase.NOTHING, offer))

    def _installed(self, offer: Offer) -> None:
        self._set(Update(Phase.DONE, offer))
        if offer.changes:
            self._renewed()

    def _failed(self, error: Exception) -> None:
        log.info("content from a stick: %s", error)
        if isinstance(error, ContentStopped):
            return
        words = error.message if isinstance(error, KioskError) else msg("error.content")
        self._set(Update(Phase.FAILED, problem=words))

    def _progress(self, progress: Progress) -> None:
        self._tasks.to_main(lambda: self._moved(progress))

    def _moved(self, progress: Progress) -> None:
        if self.stick.phase is Phase.INSTALLING:
            self._set(replace(self.stick, progress=progress))

    def _renewed(self) -> None:
        """It was tested before it counts."""
        self._fault = ""
        self._switched()

    def _switched(self) -> None:
        self._known = None
        for call in self._changed:
            call()

    def _tell(self, update: Update) -> bool:
        """False while something else is under way; a person is asked to wait."""
        if self._busy:
            self._set(Update(Phase.FAILED, problem=msg("updates.busy")))
            return False
        self._set(update)
        return True

    def _set(self, update: Update) -> None:
        self.stick = update
        self._say()

    def _say(self) -> None:
        for listener in tuple(self._listeners):
            listener(self.stick)

    def _run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        self._busy = True
        self._stop.clear()

        def ended(call: Callable[[], None]) -> None:
            self._busy = False
            call()

        self._tasks.submit(work, lambda got: ended(lambda: done(got)), lambda error: ended(lambda: failed(error)))
