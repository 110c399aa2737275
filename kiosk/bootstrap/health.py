"""How the kiosk is, for a helper who stands before it: what the doctor can see, and what the kiosk noticed itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.config import Settings

LOOKED_AT = ("database", "hub", "alarm", "button", "clock", "disk", "printer")
"""What the doctor can look at beside a running kiosk; the rest the kiosk notices by itself."""
NOTICED = {
    "voice": "voice",
    "sound": "sound",
    "screen": "screen",
    "display": "screen",
    "card_reader": "reader",
    "alarm_button": "button",
    "delivery_stuck": "delivery",
    "request_refused": "delivery",
}


def health(settings: Settings, faults: Callable[[], tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """How the kiosk's parts are: name, and "ok", "warn" or "bad". It takes its time."""
    from kiosk.bootstrap.doctor import examine

    return tuple(dict([*_noticed(faults()), *((f.name, f.state) for f in examine(settings, LOOKED_AT))]).items())


def _noticed(faults: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for fault in faults:
        if fault in NOTICED:
            yield NOTICED[fault], "bad"
