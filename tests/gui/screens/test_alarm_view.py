"""Whatever the display and the words' size: cancelling, calling now and 120 are on the page that comes first (U16)."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.preferences import TextSize
from kiosk.screens.alarm.state import Page
from kiosk.screens.specimens import specimens
from kiosk.text import LANGUAGES
from kiosk.ui.kit import Look
from kiosk.ui.metrics import DISPLAYS
from kiosk.ui.seen import keys_of
from kiosk.ui.widgets.digits import DIGIT_RATIO, Digits
from tests.gui.screens.test_specimens import close, shown, window_for

EVERY_DISPLAY = {**DISPLAYS, **{f"{name} upright": display.turned() for name, display in DISPLAYS.items()}}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("display", EVERY_DISPLAY)
def test_u16_nobody_turns_a_page_to_stop_an_alarm(
    app: QApplication, display: str, size: TextSize, language: str
) -> None:
    window = window_for(EVERY_DISPLAY[display], Look(text_size=size, language=language))
    for specimen in specimens("alarm"):
        if specimen.state.shows_ambulance:
            view = shown(window, specimen)
            numbers = [digits for digits in view.findChildren(Digits) if digits.isVisible()]
            assert [digits.number for digits in numbers] == ["120"], specimen.name
            scale = window.kit.metrics.display.px_per_mm
            least = 40 if specimen.state.page is Page.URGENT else 30  # for signs of danger (the row)
            assert numbers[0].px * DIGIT_RATIO / scale >= least - 0.1, specimen.name
        if specimen.name.startswith(("alarm-countdown", "alarm-first")):
            names = [key.accessibleName() for key in keys_of(window)]
            assert all(window.kit.t(words) in names for _, words in specimen.state.keys), specimen.name
    close(window)
