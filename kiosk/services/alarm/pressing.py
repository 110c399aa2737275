"""A press of the alarm key or of the red button becomes a call: its entry in the journal, and whose it is."""

from __future__ import annotations

import logging

from kiosk.domain.owner import GUEST, Owner
from kiosk.ports.alarm_button import Press
from kiosk.ports.clock import Clock
from kiosk.ports.ids import Ids
from kiosk.ports.journal import Entry, Stage
from kiosk.services.alarm.options import AlarmOptions

log = logging.getLogger(__name__)


class Pressing:
    """From any thread and with no lock; what it asks of others may fail, help is called without it."""

    def __init__(self, clock: Clock, ids: Ids, options: AlarmOptions) -> None:
        self._clock = clock
        self._ids = ids
        self._options = options
        self._countdown = options.rules.countdown

    def entry(self, screen: str, given: Press | None) -> Entry:
        try:
            number = self._options.number()
        except Exception:  # help is called without a number rather than not at all
            log.exception("no waiting number for an alarm")
            number = 0
        if given is None:
            given = Press(self._ids(), self._ids(), self._clock.boot(), self._clock.monotonic(), self._clock.now())
        return Entry(
            id=given.id,
            event_id=given.event_id,
            stage=Stage.ARMED,
            screen=screen,
            number=number,
            boot=given.boot,
            pressed=given.pressed,
            fire_at=given.pressed + self._countdown,
            at=given.at,
            mode=self._options.mode,
        )

    def owner(self, given: Press | None) -> Owner:
        """Of whom the card is that is open now; nobody's for a press of a while ago, and help is called without it."""
        if given is not None and not self._is_fresh(given):
            return GUEST
        try:
            return self._options.owner()
        except Exception:
            log.exception("an alarm without its owner")
            return GUEST

    def _is_fresh(self, given: Press) -> bool:
        return given.boot == self._clock.boot() and self._clock.monotonic() - given.pressed < self._countdown
