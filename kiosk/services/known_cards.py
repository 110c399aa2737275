"""Residents as the hub knows them, and by what was seen here lately when the hub cannot be asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from kiosk.domain.resident import Habits, Resident, Zodiac
from kiosk.errors import CardUnknown, HubRefused, HubUnreachable, StoreError
from kiosk.ports.cards import Cards, Kept
from kiosk.ports.residents import Affair, Residents


class KnownCards:
    """The port Residents over another one, with a memory. All methods block.

    Somebody recognised from memory alone is `offline`: their habits are there, and nothing of theirs can be opened. A
    store that fails costs the comfort, never the answer.
    """

    def __init__(self, hub: Residents, cards: Cards, also: Callable[[str], None] = lambda _resident_id: None) -> None:
        """`also` forgets what else is kept of a resident who wishes to be deleted."""
        self._hub = hub
        self._cards = cards
        self._also = also

    def by_card(self, code: str) -> Resident:
        try:
            resident = self._hub.by_card(code)
        except CardUnknown:
            with suppress(StoreError):
                self._cards.strange(code)
            raise
        except HubUnreachable:
            found = self._remembered(code)
            if found is None:
                raise
            return found
        with suppress(StoreError):
            self._cards.keep(code, resident)
        return resident

    def open(self, resident: Resident, zodiac: Zodiac) -> Resident:
        return self._hub.open(_present(resident), zodiac)

    def vouched(self, resident: Resident, badge: str, pin: str) -> Resident:
        return self._hub.vouched(_present(resident), badge, pin)

    def affairs(self, resident: Resident) -> tuple[Affair, ...]:
        return self._hub.affairs(_present(resident))

    def cancel(self, resident: Resident, request_id: str) -> None:
        self._hub.cancel(_present(resident), request_id)

    def keep(self, resident: Resident, habits: Habits) -> None:
        self._hub.keep(_present(resident), habits)

    def consent(self, resident: Resident, given: bool) -> None:
        """Withdrawn, it goes from here at once; the next card brings what is left."""
        self._hub.consent(_present(resident), given)
        with suppress(StoreError):
            self._cards.forget(resident.id)

    def forget(self, resident: Resident) -> None:
        self._hub.forget(_present(resident))
        for forget in (self._cards.forget, self._also):
            with suppress(StoreError):
                forget(resident.id)

    def leave(self, resident: Resident) -> None:
        self._hub.leave(_present(resident))

    def look(self) -> None:
        """Remove what the hub says is deleted, revoked or withdrawn. Raises HubError or StoreError; ask again then."""
        kept = self._cards.kept()
        if not kept:
            return
        with suppress(HubRefused):  # an older hub does not know the question
            for resident_id in self._hub.gone(kept):
                self._cards.forget(resident_id)

    def gone(self, kept: Sequence[Kept]) -> tuple[str, ...]:
        return self._hub.gone(kept)

    def _remembered(self, code: str) -> Resident | None:
        with suppress(StoreError):
            return self._cards.find(code)
        return None


def _present(resident: Resident) -> Resident:
    """Raises HubUnreachable for somebody the hub has not seen here."""
    if resident.offline:
        raise HubUnreachable("recognised from memory", sent=False)
    return resident
