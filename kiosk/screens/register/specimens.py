"""Every state of registering, for pictures and checks. No person, number or card here is real."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.other_card import OtherKind
from kiosk.domain.resident import Zodiac
from kiosk.screens.register.state import Page, State
from kiosk.text import msg

_PHONE = "02100000000"
_FULL = State(Page.CHECK, health=True, phone=_PHONE, zodiac=Zodiac.RABBIT)
_CARD = State(Page.CARD, code="SK1-0000-0000-0000-0000-00", number="000000000000")
_TIE = replace(_CARD, page=Page.TIE, kind=OtherKind.SOCIAL)

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("register-agree", State()),
    ("register-health", State(Page.HEALTH)),
    ("register-phone", State(Page.PHONE)),
    ("register-phone-typed", State(Page.PHONE, phone=_PHONE)),
    ("register-phone-short", State(Page.PHONE, phone="021", problem=msg("taxi.phone_short"))),
    ("register-sign", State(Page.SIGN)),
    ("register-zodiac", State(Page.ZODIAC)),
    ("register-check", State(Page.CHECK)),
    ("register-check-all", _FULL),
    ("register-check-busy", replace(_FULL, busy=True)),
    ("register-check-no-line", replace(_FULL, problem=msg("helper.no_line"))),
    ("register-check-refused", replace(_FULL, problem=msg("register.refused"))),
    ("register-reissue", State(Page.REISSUE)),
    ("register-card", _CARD),
    ("register-card-tied", replace(_CARD, told=msg("register.tied"))),
    ("register-kind", replace(_CARD, page=Page.KIND)),
    ("register-tie", _TIE),
    ("register-tie-again", replace(_TIE, read="SKF1-")),
    ("register-tie-changes", replace(_TIE, problem=msg("register.changes"))),
    ("register-tie-not-such", replace(_TIE, problem=msg("register.not_such"))),
    ("register-tie-not-tied", replace(_TIE, problem=msg("register.not_tied"))),
    ("register-tie-busy", replace(_TIE, read="SKF1-", busy=True)),
)
