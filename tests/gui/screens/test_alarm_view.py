"""Whatever the display and the words' size: 120, whom to ring and every key are on the page that comes first (U16)."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.domain.preferences import TextSize
from kiosk.screens.alarm.state import Page, State
from kiosk.screens.specimens import specimens
from kiosk.text import LANGUAGES, Message
from kiosk.ui.kit import Look
from kiosk.ui.metrics import DISPLAYS
from kiosk.ui.seen import keys_of
from kiosk.ui.view import View
from kiosk.ui.widgets.digits import DIGIT_RATIO, Digits
from kiosk.ui.window import KioskWindow
from tests.gui.screens.test_specimens import close, shown, window_for

EVERY_DISPLAY = {**DISPLAYS, **{f"{name} upright": display.turned() for name, display in DISPLAYS.items()}}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("display", EVERY_DISPLAY)
def test_u16_nobody_turns_a_page_to_stop_an_alarm_or_to_know_what_to_do(
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
            assert not _behind_a_page(window, view, specimen.state), specimen.name
    close(window)


def _behind_a_page(window: KioskWindow, view: View, state: State) -> list[str]:
    """What nobody may have to look for: whom to ring when nobody answers, the keys, answers, the next of first aid."""
    said = " ".join(label.accessibleName() for label in view.findChildren(QLabel) if label.isVisible())
    numbers = [state.phones[0].number] if state.shows_phones else []
    keys = [key.accessibleName() for key in keys_of(window)]
    words = [window.kit.t(word) for word in _at_once(state)]
    return [*(n for n in numbers if n not in said), *(word for word in words if word not in keys)]


def _at_once(state: State) -> list[Message]:
    """The words of the keys that may not wait: 返回 leaves a question of pictures, and those may turn pages."""
    if state.page in (Page.WHERE, Page.TALK, Page.AIDS):
        return [words for _, words in state.choices[:1]]
    return [words for _, words in (*state.choices, *state.keys)]
