"""Who stands there, asked of the hub over HTTPS. See kiosk.ports.residents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from kiosk.adapters.hub.bounded import LONGEST_TEXT, LONGEST_WORD, plain
from kiosk.adapters.hub.calls import Calls
from kiosk.adapters.hub.heavy import load
from kiosk.domain.appointment import Appointment
from kiosk.domain.places import Place
from kiosk.domain.resident import Habits, Resident, UsualDoctor, Zodiac
from kiosk.errors import CardUnknown, HubRefused, HubUnreachable
from kiosk.ports.cards import Kept
from kiosk.ports.residents import Affair
from kiosk.text import LANGUAGES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kiosk.protocol.residents import AffairOut, ResidentOut

M = TypeVar("M", bound="BaseModel")
C = TypeVar("C", Place, UsualDoctor, Appointment)
AT = "/v1/residents"


class HubResidents:
    """Safe from any thread; every call is one question to the hub."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def by_card(self, code: str) -> Resident:
        load()
        from kiosk.protocol.residents import CardIn, ResidentOut

        return _resident(self._ask("POST", f"{AT}/card", ResidentOut, lambda: CardIn(code=code)))

    def open(self, resident: Resident, zodiac: Zodiac) -> Resident:
        load()
        from kiosk.protocol.residents import OpenIn, ResidentOut

        def body() -> OpenIn:
            return OpenIn(pass_=resident.pass_, zodiac=zodiac)

        return _resident(self._ask("POST", f"{_at(resident)}/open", ResidentOut, body))

    def vouched(self, resident: Resident, badge: str, pin: str) -> Resident:
        load()
        from kiosk.protocol.residents import ResidentOut, VouchIn

        def body() -> VouchIn:
            return VouchIn(pass_=resident.pass_, badge=badge, pin=pin)

        return _resident(self._ask("POST", f"{_at(resident)}/vouch", ResidentOut, body))

    def affairs(self, resident: Resident) -> tuple[Affair, ...]:
        load()
        from kiosk.protocol.residents import AffairsOut

        out = self._ask("GET", f"{_at(resident)}/affairs", AffairsOut, who=resident)
        return tuple(_affair(one) for one in out.affairs)

    def cancel(self, resident: Resident, request_id: str) -> None:
        self._tell("POST", f"{_at(resident)}/affairs/{request_id}/cancel", resident)

    def keep(self, resident: Resident, habits: Habits) -> None:
        load()
        from kiosk.protocol.residents import HabitsIn

        self._tell("PUT", f"{_at(resident)}/habits", resident, lambda: HabitsIn.of(habits))

    def consent(self, resident: Resident, given: bool) -> None:
        load()
        from kiosk.protocol.residents import ConsentIn

        self._tell("PUT", f"{_at(resident)}/consent", resident, lambda: ConsentIn(given=given))

    def forget(self, resident: Resident) -> None:
        self._tell("DELETE", _at(resident), resident)

    def leave(self, resident: Resident) -> None:
        self._tell("POST", f"{_at(resident)}/leave", resident)

    def gone(self, kept: Sequence[Kept]) -> tuple[str, ...]:
        load()
        from kiosk.protocol.residents import GoneOut, KeptIn, KeptModel

        def body() -> KeptIn:
            return KeptIn(kept=[KeptModel(id=one.resident_id, since=one.since) for one in kept])

        return tuple(self._ask("POST", f"{AT}/gone", GoneOut, body).gone)

    def _tell(self, method: str, path: str, who: Resident, body: Callable[[], BaseModel] | None = None) -> None:
        load()
        from kiosk.adapters.hub.wire import Nothing

        self._ask(method, path, Nothing, body, who=who)

    def _ask(
        self,
        method: str,
        path: str,
        answer: type[M],
        body: Callable[[], BaseModel] | None = None,
        *,
        who: Resident | None = None,
    ) -> M:
        """`who` shows the session's pass. Raises CardUnknown for whatever the hub does not want to tell apart."""
        load()
        from pydantic import ValidationError

        from kiosk.protocol.residents import PASS_HEADER

        headers = {PASS_HEADER: who.pass_} if who is not None else None
        try:
            return self._calls.ask(method, path, answer, body() if body else None, headers=headers)
        except ValidationError as error:
            raise HubRefused(f"{error.error_count()} fields cannot be sent", code="invalid") from error
        except HubRefused as error:
            if error.code == "card_unknown":
                raise CardUnknown("card_unknown") from error
            raise


def _at(resident: Resident) -> str:
    return f"{AT}/{resident.id}"


def _resident(out: ResidentOut) -> Resident:
    """With nothing in the habits that no hub of ours would say."""
    if not out.id.replace("-", "").isalnum():
        raise HubUnreachable("not our hub: an id that is none")
    known = out.resident()
    return replace(known, habits=_bounded(known.habits))


def _bounded(habits: Habits) -> Habits:
    likes = habits.preferences
    if likes is not None and likes.language not in LANGUAGES:
        likes = replace(likes, language=SOURCE_LANGUAGE)
    return Habits(
        preferences=likes,
        places=tuple(_cut(place, Place) for place in habits.places),
        doctor=_cut(habits.doctor, UsualDoctor) if habits.doctor is not None else None,
    )


def _cut(one: C, kind: Callable[..., C]) -> C:
    """Every text in it as plain as a screen can bear."""
    values = {f.name: getattr(one, f.name) for f in fields(one)}
    return kind(**{name: plain(v, LONGEST_WORD) if isinstance(v, str) else v for name, v in values.items()})


def _affair(out: AffairOut) -> Affair:
    booked = out.booked()
    return Affair(
        request_id=out.request_id,
        kind=out.kind,
        status=out.status,
        number=out.number,
        asked_at=out.asked_at,
        here=out.here,
        words=plain(out.words, LONGEST_TEXT),
        appointment=_cut(booked, Appointment) if booked is not None else None,
    )
