"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.helper.state import Page, Part, State, Well
from kiosk.text import msg

NAMES = ("hub", "clock", "database", "disk", "printer", "alarm", "button", "voice", "sound", "screen", "reader",
         "delivery")  # fmt: skip
_WELL = tuple(Part(name, Well.OK) for name in NAMES[:6])
_MENU = State(Page.MENU, name="王阿姨")

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("helper-badge", State()),
    ("helper-badge-strange", State(problem=msg("helper.not_a_badge"))),
    ("helper-pin", State(Page.PIN)),
    ("helper-pin-typed", State(Page.PIN, typed="000000")),
    ("helper-pin-short", State(Page.PIN, typed="00", problem=msg("helper.pin_short", count=6))),
    ("helper-pin-asking", State(Page.PIN, busy=True)),
    ("helper-pin-wrong", State(Page.PIN, problem=msg("helper.wrong"))),
    ("helper-pin-too-often", State(Page.PIN, problem=msg("helper.too_often"))),
    ("helper-pin-no-line", State(Page.PIN, problem=msg("helper.no_line"))),
    ("helper-menu", _MENU),
    ("helper-menu-card", State(Page.MENU, name="王阿姨", can_vouch=True)),
    ("helper-menu-stick", State(Page.MENU, name="王阿姨", can_vouch=True, has_stick=True)),
    ("helper-menu-vouched", State(Page.MENU, name="王阿姨", told=msg("helper.vouched"))),
    ("helper-menu-not-vouched", State(Page.MENU, name="王阿姨", can_vouch=True, problem=msg("helper.not_vouched"))),
    ("helper-menu-guest", State(Page.MENU, name="王阿姨", can_register=True)),
    ("helper-menu-opened", State(Page.MENU, name="王阿姨", can_issue=True)),
    ("helper-look", State(Page.LOOK, name="王阿姨")),
    ("helper-health-asking", State(Page.HEALTH, name="王阿姨", busy=True)),
    ("helper-health-well", State(Page.HEALTH, name="王阿姨", parts=_WELL)),
    (
        "helper-health-warn",
        State(Page.HEALTH, name="王阿姨", parts=tuple(Part(name, Well.WARN) for name in NAMES)),
    ),
    ("helper-health-bad", State(Page.HEALTH, name="王阿姨", parts=tuple(Part(name, Well.BAD) for name in NAMES))),
    ("helper-shift", State(Page.SHIFT, name="王阿姨")),
    ("helper-shift-asking", State(Page.SHIFT, name="王阿姨", busy=True)),
    ("helper-shift-no-line", State(Page.SHIFT, name="王阿姨", problem=msg("helper.no_line"))),
)
