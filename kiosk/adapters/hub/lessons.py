"""What residents have learned, told to the hub and asked of it over HTTPS. See kiosk.ports.learning."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.adapters.hub.calls import Calls
from kiosk.adapters.hub.heavy import load
from kiosk.domain.learning import Fact
from kiosk.domain.resident import Resident
from kiosk.errors import CardUnknown, HubRefused


class HubLessons:
    """Safe from any thread; every call is one question to the hub."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def tell(self, facts: Iterable[Fact]) -> tuple[str, ...]:
        load()
        from pydantic import ValidationError

        from kiosk.protocol.lessons import FactModel, LearnedIn, LearnedOut

        try:
            body = LearnedIn(facts=[FactModel.from_fact(fact) for fact in facts])
        except ValidationError as error:
            raise HubRefused(f"{error.error_count()} fields cannot be sent", code="invalid") from error
        return tuple(self._calls.ask("POST", "/v1/lessons", LearnedOut, body).gone)

    def of(self, resident: Resident) -> tuple[Fact, ...]:
        load()
        from kiosk.protocol.lessons import KnownOut
        from kiosk.protocol.residents import PASS_HEADER

        try:
            known = self._calls.ask(
                "GET", f"/v1/residents/{resident.id}/lessons", KnownOut, headers={PASS_HEADER: resident.pass_}
            )
        except HubRefused as error:
            if error.code == "card_unknown":
                raise CardUnknown("card_unknown") from error
            raise
        return tuple(one.fact() for one in known.facts if one.resident == resident.id)
