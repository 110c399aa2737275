"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.who.state import Page, Shut, State
from kiosk.text import msg

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("who-card", State()),
    ("who-card-reading", State(busy=True)),
    ("who-card-not-recognised", State(problem=msg("who.not_recognised"))),
    ("who-card-no-line", State(problem=msg("who.no_line"))),
    ("who-number", State(Page.NUMBER)),
    ("who-number-typed", State(Page.NUMBER, typed="000000000000")),
    ("who-number-short", State(Page.NUMBER, typed="0000000", problem=msg("who.number_short", count=5))),
    ("who-number-wrong", State(Page.NUMBER, typed="000000000000", problem=msg("who.number_wrong"))),
    ("who-number-reading", State(Page.NUMBER, typed="000000000000", busy=True)),
    ("who-number-unknown", State(Page.NUMBER, problem=msg("who.number_unknown"))),
    ("who-number-no-line", State(Page.NUMBER, problem=msg("who.no_line"))),
    ("who-zodiac", State(Page.ZODIAC)),
    ("who-zodiac-again", State(Page.ZODIAC, problem=msg("who.sign_again"))),
    ("who-shut-tries", State(Page.CLOSED, shut=Shut.TRIES)),
    ("who-shut-no-sign", State(Page.CLOSED, shut=Shut.NO_SIGN)),
    ("who-shut-offline", State(Page.CLOSED, shut=Shut.OFFLINE)),
)
