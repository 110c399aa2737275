"""Makes the small pictures of the kiosk's screens over which the desk's page of steps draws its figures.

Run with `make pictures`. Each screen once on its side and once upright (for telephones), drawn from specimens:
everything shown is a placeholder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage

from kiosk.bootstrap.scenes import Scene
from kiosk.bootstrap.screens import Parts, makers
from kiosk.bootstrap.stage import Setting, Stage
from kiosk.screens.specimens import specimens
from kiosk.services.steps import NOT_STEPS
from kiosk.ui.app import create_app
from kiosk.ui.widgets.band import BandKind

OUT = Path(__file__).resolve().parent.parent / "kiosk" / "hub" / "desk" / "static" / "screens"
SHAPES = {"wide": (Setting("21"), (720, 405)), "tall": (Setting("21-portrait"), (405, 720))}
QUALITY = 72
STATES = {
    "home": "home",
    "taxi": "taxi-confirm",
    "doctor": "doctor-times",
    "policy": "policy-start",
    "ask": "ask-initials",
    "reader": "reader-first",
    "quarter": "quarter-start",
    "lessons": "lessons-step-hint",
    "request": "request-taxi-car",
    "volunteer": "volunteer-calling",
    "message": "message-ready",
    "alarm": "alarm-countdown",
    "drill": "drill",
    "drill_call": "alarm-countdown",
    "mine": "mine-many",
    "kept": "kept",
    "who": "who-card",
    "helper": "helper-menu",
    "updates": "updates-offered",
    "register": "register-agree",
    "slip": "slip-doctor",
}
"""The state of each screen that it is known by."""


def counted() -> frozenset[str]:
    """The screens whose leaving is counted, and which the page of steps may therefore name."""

    def parts() -> Parts:
        raise AssertionError("only the names are asked for")

    return frozenset(makers(parts)) - NOT_STEPS


def scenes() -> Iterator[tuple[str, Scene]]:
    """What is drawn for each screen."""
    found = {specimen.name: specimen for specimen in specimens()}
    for screen, state in STATES.items():
        band = BandKind.DRILL if screen == "drill_call" else None
        yield screen, Scene(screen, found[state], band=band)


def drawn(setting: Setting, size: tuple[int, int]) -> Iterator[tuple[str, Image.Image]]:
    """Each screen as it looks now. Needs a QApplication."""
    stage = Stage(setting)
    for screen, scene in scenes():
        shown = stage.show(scene).grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        whole = (shown.width(), shown.height())
        picture = Image.frombuffer("RGB", whole, bytes(shown.constBits()), "raw", "RGB", shown.bytesPerLine(), 1)
        yield screen, picture.resize(size, Image.Resampling.LANCZOS)
    stage.close()


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    create_app()
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.webp"):
        old.unlink()
    for shape, (setting, size) in SHAPES.items():
        for screen, picture in drawn(setting, size):
            picture.save(OUT / f"{screen}-{shape}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
