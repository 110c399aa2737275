"""What the tour draws and the audit looks over: every state of every screen, and what may lie over any of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.screens.specimens import CALLS, Specimen, specimens
from kiosk.text import Message, msg
from kiosk.ui.widgets.band import BandKind


@dataclass(frozen=True)
class Scene:
    """A specimen as it stands in the window. `name` is unique; `plain`: nothing lies over it; `known`: by a card."""

    name: str
    specimen: Specimen
    listening: bool = False
    band: BandKind | None = None
    notice: Message | None = None
    lowered: bool = False
    known: bool = False
    giving_back: bool = False
    calls: tuple[tuple[Message, ...], ...] = ()

    @property
    def plain(self) -> bool:
        over = (self.listening, self.band, self.notice, self.lowered, self.known, self.giving_back, self.calls)
        return not any(over)


CALLED = (
    "home",
    "taxi-places",
    "taxi-confirm",
    "taxi-phone-typed",
    "request-taxi-sent",
    "mine-many",
    "slip-doctor",
    "idle",
)


def scenes(screen: str = "", *, tall: bool = True) -> Iterator[Scene]:
    """All of them, or those of one screen. On a display that is not `tall` nothing can be lowered."""
    for specimen in specimens(screen):
        yield Scene(specimen.name, specimen)
        yield from (scene for scene in _covered(specimen) if tall or not scene.lowered)


def _covered(specimen: Specimen) -> Iterator[Scene]:
    name = specimen.name
    if name in ("home", "taxi-places", "taxi-confirm", "who-zodiac", "request-taxi-car", "alarm-countdown"):
        yield Scene(f"{name}+known", specimen, known=True)
    if name in CALLED:
        yield Scene(f"{name}+called", specimen, calls=CALLS)
    if name in ("home", "taxi-confirm", "request-taxi-car"):
        yield Scene(f"{name}+listen", specimen, listening=True)
    if name in ("home", "taxi-places", "alarm-countdown", "idle", "resting"):
        yield Scene(f"{name}+demo", specimen, band=BandKind.DEMO)
    if name in ("home", "taxi-confirm", "taxi-phone-typed", "request-taxi-car"):
        yield Scene(f"{name}+helped", specimen, band=BandKind.HELPED)
        yield Scene(f"{name}+step", specimen, band=BandKind.HELPED, giving_back=True)
    if name == "home":
        yield Scene("home+demo+step", specimen, band=BandKind.DEMO_HELPED, giving_back=True)
        yield Scene("home+demo+listen", specimen, listening=True, band=BandKind.DEMO)
        yield Scene("home+demo+called", specimen, band=BandKind.DEMO, calls=CALLS[:1])
        yield Scene("home+called+listen", specimen, listening=True, calls=CALLS[:1])
        yield Scene("home+called+known", specimen, known=True, calls=CALLS[:1])
        yield Scene("home+called+lowered", specimen, lowered=True, calls=CALLS[:1])
        yield Scene("home+notice", specimen, notice=msg("bar.at_home"))
    if name in ("home", "taxi-phone-typed", "request-taxi-car", "alarm-countdown"):
        yield Scene(f"{name}+lowered", specimen, lowered=True)
