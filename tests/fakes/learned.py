"""What was learned, in memory: a kiosk's own and the hub's. See kiosk.ports.learning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.domain.learning import Fact, merged
from kiosk.domain.resident import Resident
from kiosk.errors import CardUnknown, HubError, StoreError
from kiosk.ports.paused import Paused


@dataclass
class MemoryLearned:
    """`trouble` is raised by every call."""

    facts: dict[str, Fact] = field(default_factory=dict)
    waiting: dict[str, Fact] = field(default_factory=dict)
    trouble: StoreError | None = None

    def add(self, fact: Fact) -> None:
        self._look()
        if fact.id not in self.facts:
            self.facts[fact.id] = self.waiting[fact.id] = fact

    def take(self, facts: Iterable[Fact]) -> None:
        self._look()
        for fact in facts:
            self.facts.setdefault(fact.id, fact)
            self.waiting.pop(fact.id, None)

    def of(self, resident_id: str) -> tuple[Fact, ...]:
        self._look()
        return merged(fact for fact in self.facts.values() if fact.resident == resident_id)

    def unsent(self, most: int) -> tuple[Fact, ...]:
        self._look()
        return merged(self.waiting.values())[:most]

    def sent(self, ids: Iterable[str]) -> None:
        self._look()
        for ident in ids:
            self.waiting.pop(ident, None)

    def forget(self, resident_id: str) -> None:
        self._look()
        for held in (self.facts, self.waiting):
            for ident in [i for i, fact in held.items() if fact.resident == resident_id]:
                del held[ident]

    def _look(self) -> None:
        if self.trouble is not None:
            raise self.trouble


@dataclass
class MemoryLessonsHub:
    """Knows `residents`; `trouble` is raised by every call, and `lost` after a call took effect."""

    residents: set[str] = field(default_factory=set)
    facts: tuple[Fact, ...] = ()
    trouble: HubError | None = None
    lost: HubError | None = None
    calls: int = 0

    def tell(self, facts: Iterable[Fact]) -> tuple[str, ...]:
        self._ask()
        told = tuple(facts)
        self.facts = merged(self.facts, (fact for fact in told if fact.resident in self.residents))
        self._reply()
        return tuple(sorted({fact.resident for fact in told} - self.residents))

    def of(self, resident: Resident) -> tuple[Fact, ...]:
        self._ask()
        if not resident.pass_:
            raise CardUnknown
        return tuple(fact for fact in self.facts if fact.resident == resident.id)

    def _ask(self) -> None:
        self.calls += 1
        if self.trouble is not None:
            raise self.trouble

    def _reply(self) -> None:
        lost, self.lost = self.lost, None
        if lost is not None:
            raise lost


@dataclass
class MemoryPaused:
    """Lessons that were paused; `trouble` is raised by every call."""

    places: tuple[Paused, ...] = ()
    trouble: StoreError | None = None

    def kept(self) -> tuple[Paused, ...]:
        self._look()
        return self.places

    def keep(self, paused: Iterable[Paused]) -> None:
        self._look()
        self.places = tuple(paused)

    def _look(self) -> None:
        if self.trouble is not None:
            raise self.trouble
