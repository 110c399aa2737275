"""What whoever stands here has learned. Without a card: until the session ends, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress

from kiosk.domain import learning
from kiosk.domain.learning import Fact, Learnt
from kiosk.domain.resident import Resident
from kiosk.errors import HubRefused, KioskError, StoreError
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.ids import Ids
from kiosk.ports.learning import LearnedHub, LearnedStore
from kiosk.ports.tasks import Tasks
from kiosk.services.residents import WhoIsHere
from kiosk.services.session import Session

log = logging.getLogger(__name__)
HERE = "lessons-done"
MOST_TOLD = 100
"""Facts in one call."""


class Learning:
    """Main thread only. A fact is on the disk before the hub is told; what cannot be told now is told later.

    What a guest has done goes to their card when they show it in the same session.
    """

    def __init__(
        self,
        session: Session,
        who: WhoIsHere,
        store: LearnedStore,
        hub: LearnedHub,
        tasks: Tasks,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._session = session
        self._who = who
        self._store = store
        self._hub = hub
        self._tasks = tasks
        self._clock = clock
        self._ids = ids
        self._facts: tuple[Fact, ...] = ()
        self._of = ""
        self._telling = self._again = False
        self._listeners: list[Callable[[], None]] = []
        who.watch(self._somebody)

    @property
    def known(self) -> bool:
        """Whether it is kept for the next time."""
        return self._who.known

    def done(self) -> frozenset[str]:
        """Ids of the lessons that were finished."""
        kept = self._session.kept(HERE)
        here = kept if isinstance(kept, frozenset) else frozenset()
        return here | learning.done(self._facts)

    def due(self) -> tuple[str, ...]:
        """Lessons to go over again today, the longest due first."""
        return learning.due(self._facts, self._clock.now())

    def part(self, lesson: str, part: int) -> None:
        """A part of a lesson was done."""
        self._note(lesson, Learnt.PART, part=part)

    def finished(self, lesson: str, *, right: int, of: int, review: bool) -> None:
        """The questions were answered, `right` of them at once."""
        self._session.keep(HERE, self.done() | {lesson})
        self._note(lesson, Learnt.REVIEW if review else Learnt.DONE, right=right, of=of)

    def watch(self, listener: Callable[[], None]) -> Cancel:
        """`listener` is called when more is known than before."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def tell(self) -> None:
        """Tell the hub what it has not heard yet, in the background; nothing is lost when it cannot be asked."""
        if self._telling:
            self._again = True
            return
        self._telling, self._again = True, False
        self._tasks.submit(self._tell, self._told, lambda _error: self._told(0))

    # inside

    def _note(self, lesson: str, what: Learnt, *, part: int = 0, right: int = 0, of: int = 0) -> None:
        who = self._who.current
        if not self._who.known:
            return
        fact = Fact(self._ids(), who.id, lesson, what, self._clock.now(), part, right, of)
        self._facts = learning.merged(self._facts, (fact,))
        self._tasks.submit(lambda: self._store.add(fact), lambda _: self.tell(), self._not_kept)

    @staticmethod
    def _not_kept(error: Exception) -> None:
        """The lesson goes on; that it was done is lost, and the administrator reads so."""
        log.warning("what was learned could not be kept: %s", type(error).__name__)

    def _somebody(self) -> None:
        who = self._who.current
        if who.id == self._of:
            return
        self._of, self._facts = who.id, ()
        if not who.id:
            self._session.drop(HERE)
            return
        kept = self._session.kept(HERE)
        for lesson in sorted(kept if isinstance(kept, frozenset) else ()):
            self._note(lesson, Learnt.DONE)
        self._tasks.submit(lambda: self._read(who), lambda facts: self._know(who, facts), lambda _error: None)

    def _read(self, who: Resident) -> tuple[Fact, ...]:
        """What is here, and what the hub knows; without the line or the disk the other is enough."""
        facts: tuple[Fact, ...] = ()
        with suppress(StoreError):
            facts = self._store.of(who.id)
        if who.pass_:
            with suppress(KioskError):
                told = self._hub.of(who)
                facts = learning.merged(facts, told)
                self._store.take(told)
        return facts

    def _know(self, who: Resident, facts: tuple[Fact, ...]) -> None:
        if who.id == self._of:
            self._facts = learning.merged(self._facts, facts)
            for listener in tuple(self._listeners):
                listener()

    def _tell(self) -> int:
        """How many were told. Raises HubError, StoreError."""
        count = 0
        while facts := self._store.unsent(MOST_TOLD):
            try:
                gone = self._hub.tell(facts)
            except HubRefused as error:
                if error.code not in ("invalid", "too_large"):
                    raise
                log.warning("the hub refused what was learned: %s", error.code)
                gone = ()
            self._store.sent(fact.id for fact in facts)
            for resident in gone:
                self._store.forget(resident)
            count += len(facts)
        return count

    def _told(self, _count: int) -> None:
        self._telling = False
        if self._again:
            self.tell()
