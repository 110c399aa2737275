"""A hub that knows residents, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kiosk.domain.request import Status
from kiosk.domain.resident import Habits, Level, Resident, Zodiac
from kiosk.errors import CardUnknown, HubError, HubRefused
from kiosk.ports.cards import Kept
from kiosk.ports.residents import Affair

TRIES = 2


@dataclass
class Known:
    """One resident as the hub has them."""

    id: str
    codes: tuple[str, ...]
    zodiac: Zodiac | None = None
    habits: Habits = field(default_factory=Habits)
    health_consent: bool = False
    affairs: tuple[Affair, ...] = ()
    tries: int = TRIES
    opened: bool = False
    revoked: bool = False


@dataclass
class MemoryResidents:
    """See kiosk.ports.residents. `trouble` is raised by every call; `asked` names the calls; `passes` are in force."""

    people: list[Known] = field(default_factory=list)
    badges: dict[str, str] = field(default_factory=dict)
    trouble: HubError | None = None
    asked: list[str] = field(default_factory=list)
    passes: dict[str, str] = field(default_factory=dict)

    def by_card(self, code: str) -> Resident:
        self._ask("by_card")
        who = next((p for p in self.people if code in p.codes), None)
        if who is None:
            raise CardUnknown
        who.opened = False
        pass_ = f"pass-{len(self.asked)}"
        self.passes[pass_] = who.id
        return self._shown(who, pass_)

    def open(self, resident: Resident, zodiac: Zodiac) -> Resident:
        who = self._of("open", resident)
        if who.tries == 0 or who.zodiac is None:
            raise CardUnknown
        if zodiac is not who.zodiac:
            who.tries -= 1
            raise CardUnknown
        who.tries, who.opened = TRIES, True
        return self._shown(who, resident.pass_)

    def vouched(self, resident: Resident, badge: str, pin: str) -> Resident:
        who = self._of("vouched", resident)
        if self.badges.get(badge) != pin:
            raise CardUnknown
        who.opened = True
        return self._shown(who, resident.pass_)

    def affairs(self, resident: Resident) -> tuple[Affair, ...]:
        return self._opened("affairs", resident).affairs

    def cancel(self, resident: Resident, request_id: str) -> None:
        who = self._opened("cancel", resident)
        if request_id not in {one.request_id for one in who.affairs}:
            raise HubRefused("not theirs", code="not_found")
        who.affairs = tuple(
            replace(one, status=Status.CANCELLED) if one.request_id == request_id else one for one in who.affairs
        )

    def keep(self, resident: Resident, habits: Habits) -> None:
        self._of("keep", resident).habits = habits

    def consent(self, resident: Resident, given: bool) -> None:
        self._opened("consent", resident).health_consent = given

    def forget(self, resident: Resident) -> None:
        self.people.remove(self._opened("forget", resident))

    def leave(self, resident: Resident) -> None:
        self._ask("leave")
        self.passes.pop(resident.pass_, None)

    def gone(self, kept: Sequence[Kept]) -> tuple[str, ...]:
        self._ask("gone")
        known = {p.id for p in self.people if not p.revoked}
        return tuple(one.resident_id for one in kept if one.resident_id not in known)

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.trouble is not None:
            raise self.trouble

    def _of(self, what: str, resident: Resident) -> Known:
        self._ask(what)
        if self.passes.get(resident.pass_) != resident.id:
            raise CardUnknown
        return next(p for p in self.people if p.id == resident.id)

    def _opened(self, what: str, resident: Resident) -> Known:
        who = self._of(what, resident)
        if not who.opened:
            raise CardUnknown
        return who

    def _shown(self, who: Known, pass_: str) -> Resident:
        level = Level.OPENED if who.opened else Level.CARD
        return Resident(who.id, level, pass_, who.habits, who.zodiac is not None, who.health_consent)
