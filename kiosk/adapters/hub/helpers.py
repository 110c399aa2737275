"""Helpers, asked of the hub over HTTPS. See kiosk.ports.helpers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.adapters.hub.bounded import LONGEST_WORD, plain
from kiosk.adapters.hub.calls import Calls
from kiosk.domain.badge import Act, Helper
from kiosk.errors import CardUnknown, HubRefused

if TYPE_CHECKING:
    from pydantic import BaseModel

M = TypeVar("M", bound="BaseModel")


class HubHelpers:
    """Safe from any thread; every call is one question to the hub."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def enter(self, badge: str, pin: str) -> Helper:
        from kiosk.protocol.staff import BadgeIn, BadgeOut

        out = self._ask("badge", BadgeOut, lambda: BadgeIn(badge=badge, pin=pin))
        return Helper(plain(out.name, LONGEST_WORD), out.role, out.pass_)

    def did(self, helper: Helper, act: Act) -> None:
        from kiosk.adapters.hub.wire import Nothing
        from kiosk.protocol.staff import ActIn

        self._ask("acts", Nothing, lambda: ActIn(pass_=helper.pass_, act=act))

    def hand_over(self, helper: Helper) -> None:
        from kiosk.adapters.hub.wire import Nothing
        from kiosk.protocol.staff import HandOverIn

        self._ask("hand-over", Nothing, lambda: HandOverIn(pass_=helper.pass_))

    def _ask(self, path: str, answer: type[M], body: Callable[[], BaseModel]) -> M:
        from pydantic import ValidationError

        try:
            return self._calls.ask("POST", f"/v1/staff/{path}", answer, body())
        except ValidationError as error:
            raise CardUnknown("cannot be sent") from error
        except HubRefused as error:
            if error.code == "card_unknown":
                raise CardUnknown("card_unknown") from error
            raise
