"""Every screen in every state, for `kiosk tour`, `kiosk audit` and the tests. Placeholders only, nothing real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from kiosk.text import msg, verbatim

FOLDER = Path(__file__).parent

_CAR = (
    msg("waiting.number", number=12),
    msg("request.moment_arrived"),
    verbatim("沪A·00000"),
    msg("request.car_colour", colour="绿色"),
)
CALLS = (_CAR, (msg("waiting.number", number=15), msg("request.moment_lapsed")))
"""What the waiting strip calls out, over any screen."""


@dataclass(frozen=True)
class Specimen:
    """`screen` is the package's name, `name` unique over all; `state` is what that screen's View renders.

    `somebody`: whether the title may say that a volunteer is there without contradicting the state.
    """

    screen: str
    name: str
    state: Any
    somebody: bool = True


def screens() -> tuple[str, ...]:
    """The names of all screens: the packages beside this file."""
    return tuple(m.name for m in iter_modules([str(FOLDER)]) if m.ispkg)


def specimens(screen: str = "") -> Iterator[Specimen]:
    """All specimens, or those of one screen. Screens do not know each other, so they are found by their folders."""
    for found in (screen,) if screen else screens():
        module = import_module(f"kiosk.screens.{found}.specimens")
        nobody = getattr(module, "NOBODY", ())
        for name, state in module.SPECIMENS:
            yield Specimen(found, name, state, name not in nobody)
