"""Draws every widget and some whole screens to PNG, to be looked at: `python -m tests.gui.gallery OUT [NAME…]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.ui.app import choose_platform, create_app

choose_platform()

from kiosk.domain.preferences import Palette, TextSize  # noqa: E402 - the platform comes first
from kiosk.text import Translator  # noqa: E402
from kiosk.ui.theme import DISPLAYS, Display, Kit, Look, make_kit  # noqa: E402
from kiosk.ui.window import KioskWindow  # noqa: E402
from tests.gui.samples import SAMPLES, Sample  # noqa: E402


def window_for(display: Display, look: Look, sample: Callable[[Kit], Sample]) -> KioskWindow:
    """A window showing one sample."""
    kit = make_kit(display, look, Translator(look.language))
    window = KioskWindow(kit)
    window.set_time("上午 9:30")
    window.set_duty("志愿者在：王阿姨", "王阿姨")
    shown = sample(kit)
    window.set_band(shown.band)
    window.show_view(shown.view, motion=False)
    window.set_listening(shown.listening)
    window.show()
    return window


VARIANTS = {
    "21": (DISPLAYS["21"], Look()),
    "21-dark": (DISPLAYS["21"], Look(palette=Palette.DARK)),
    "21-contrast": (DISPLAYS["21"], Look(palette=Palette.CONTRAST)),
    "21-large": (DISPLAYS["21"], Look(text_size=TextSize.LARGE)),
    "21-huge": (DISPLAYS["21"], Look(text_size=TextSize.HUGE)),
    "21-tall": (DISPLAYS["21"].turned(), Look()),
    "21-tall-huge": (DISPLAYS["21"].turned(), Look(text_size=TextSize.HUGE)),
    "10": (DISPLAYS["10"], Look()),
    "10-huge": (DISPLAYS["10"], Look(text_size=TextSize.HUGE)),
    "10-tall": (DISPLAYS["10"].turned(), Look()),
    "10-tall-huge": (DISPLAYS["10"].turned(), Look(text_size=TextSize.HUGE)),
    "32": (DISPLAYS["32"], Look()),
    "32-tall": (DISPLAYS["32"].turned(), Look()),
    "21-en": (DISPLAYS["21"], Look(language="en")),
    "10-en": (DISPLAYS["10"], Look(language="en")),
}


def main(out: Path, names: list[str]) -> None:
    create_app()
    out.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        for variant, (display, look) in VARIANTS.items():
            if names and variant not in names and sample.__name__ not in names:
                continue
            window = window_for(display, look, sample)
            window.grab().save(str(out / f"{sample.__name__}.{variant}.png"))
            window.may_close = True
            window.close()
            window.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
