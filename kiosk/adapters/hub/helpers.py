"""Helpers, asked of the hub over HTTPS. See kiosk.ports.helpers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.adapters.hub.bounded import LONGEST_WORD, plain
from kiosk.adapters.hub.calls import Calls
from kiosk.adapters.hub.heavy import load
from kiosk.domain.badge import Act, Helper
from kiosk.domain.other_card import OtherKind
from kiosk.domain.resident import Resident
from kiosk.errors import CardUnknown, HubRefused
from kiosk.ports.helpers import NewCard, NewResident

if TYPE_CHECKING:
    from pydantic import BaseModel

M = TypeVar("M", bound="BaseModel")


class HubHelpers:
    """Safe from any thread; every call is one question to the hub."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def enter(self, badge: str, pin: str) -> Helper:
        load()
        from kiosk.protocol.staff import BadgeIn, BadgeOut

        out = self._ask("badge", BadgeOut, lambda: BadgeIn(badge=badge, pin=pin))
        return Helper(plain(out.name, LONGEST_WORD), out.role, out.pass_)

    def did(self, helper: Helper, act: Act) -> None:
        load()
        from kiosk.adapters.hub.wire import Nothing
        from kiosk.protocol.staff import ActIn

        self._ask("acts", Nothing, lambda: ActIn(pass_=helper.pass_, act=act))

    def hand_over(self, helper: Helper) -> None:
        load()
        from kiosk.adapters.hub.wire import Nothing
        from kiosk.protocol.staff import HandOverIn

        self._ask("hand-over", Nothing, lambda: HandOverIn(pass_=helper.pass_))

    def register(self, helper: Helper, person: NewResident) -> NewCard:
        load()
        from kiosk.protocol.staff import IssuedOut, RegisterIn

        def body() -> BaseModel:
            return RegisterIn(
                pass_=helper.pass_, id=person.id, phone=person.phone, zodiac=person.zodiac, health=person.health
            )

        out = self._ask("residents", IssuedOut, body)
        return NewCard(out.code, out.number)

    def issue(self, helper: Helper, resident: Resident) -> NewCard:
        load()
        from kiosk.protocol.staff import IssuedOut, IssueIn

        out = self._ask(
            "cards", IssuedOut, lambda: IssueIn(pass_=helper.pass_, resident=resident.id, token=resident.pass_)
        )
        return NewCard(out.code, out.number)

    def tie(self, helper: Helper, code: str, readings: tuple[str, str], kind: OtherKind) -> None:
        load()
        from kiosk.adapters.hub.wire import Nothing
        from kiosk.protocol.staff import TieIn

        first, second = readings
        self._ask("ties", Nothing, lambda: TieIn(pass_=helper.pass_, code=code, first=first, second=second, kind=kind))

    def _ask(self, path: str, answer: type[M], body: Callable[[], BaseModel]) -> M:
        load()
        from pydantic import ValidationError

        try:
            return self._calls.ask("POST", f"/v1/staff/{path}", answer, body())
        except ValidationError as error:
            raise CardUnknown("cannot be sent") from error
        except HubRefused as error:
            if error.code == "card_unknown":
                raise CardUnknown("card_unknown") from error
            raise
