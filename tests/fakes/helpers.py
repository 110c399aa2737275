"""A hub that knows helpers, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from kiosk.domain.badge import Act, Helper
from kiosk.domain.card import make, make_number
from kiosk.domain.other_card import OtherKind
from kiosk.domain.resident import Resident
from kiosk.errors import CardUnknown, HubError, HubRefused
from kiosk.ports.helpers import NewCard, NewResident

BADGE = "SKB-0000-0000-0000-0000-00"
PIN = "280417"
PASS = "helper-pass"


@dataclass
class MemoryHelpers:
    """See kiosk.ports.helpers. 王阿姨 has BADGE and PIN; `trouble` is raised by every call; `acts` is the log."""

    trouble: HubError | None = None
    acts: list[str] = field(default_factory=list)
    passes: set[str] = field(default_factory=set)
    residents: dict[str, NewResident] = field(default_factory=dict)
    cards: list[str] = field(default_factory=list)
    ties: dict[str, OtherKind] = field(default_factory=dict)

    def enter(self, badge: str, pin: str) -> Helper:
        self._fail()
        if (badge, pin) != (BADGE, PIN):
            raise CardUnknown
        self.acts.append("came")
        self.passes.add(PASS)
        return Helper("王阿姨", "volunteer", PASS)

    def did(self, helper: Helper, act: Act) -> None:
        self._check(helper)
        self.acts.append(act)
        if act is Act.LOCKED:
            self.passes.clear()

    def hand_over(self, helper: Helper) -> None:
        self._check(helper)
        self.acts.append("handed_over")
        self.passes.clear()

    def register(self, helper: Helper, person: NewResident) -> NewCard:
        self._check(helper)
        if person.phone and not 5 <= len(person.phone) <= 15:
            raise HubRefused("", code="invalid")
        self.residents[person.id] = person
        self.acts.append("resident_registered")
        return self._card()

    def issue(self, helper: Helper, resident: Resident) -> NewCard:
        self._check(helper)
        if not resident.pass_:
            raise CardUnknown
        return self._card()

    def tie(self, helper: Helper, code: str, readings: tuple[str, str], kind: OtherKind) -> None:
        self._check(helper)
        if code not in self.cards:
            raise CardUnknown
        first, second = readings
        if first != second or first in self.ties:
            raise HubRefused("", code="invalid")
        self.ties[first] = kind
        self.acts.append("card_tied")

    def _card(self) -> NewCard:
        rng = Random(len(self.cards))
        made = NewCard(make(rng), make_number(rng))
        self.cards.append(made.code)
        self.acts.append("card_issued")
        return made

    def _check(self, helper: Helper) -> None:
        self._fail()
        if helper.pass_ not in self.passes:
            raise CardUnknown

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble
