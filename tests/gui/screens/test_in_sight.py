"""On small displays and in large words, too: what is decided on, whom to ring and the keys are on the first page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.preferences import TextSize
from kiosk.screens.specimens import Specimen, specimens
from kiosk.text import Message
from kiosk.ui.kit import Look
from kiosk.ui.metrics import DISPLAYS, Display
from kiosk.ui.seen import all_texts, keys_of, words_of
from kiosk.ui.window import KioskWindow
from tests.gui.screens.test_specimens import close, shown, window_for

SMALL = {
    "10": (DISPLAYS["10"], TextSize.STANDARD),
    "10 huge": (DISPLAYS["10"], TextSize.HUGE),
    "10 upright, huge": (DISPLAYS["10"].turned(), TextSize.HUGE),
    "21 huge": (DISPLAYS["21"], TextSize.HUGE),
}


@pytest.fixture(params=SMALL)
def window(app: QApplication, request: pytest.FixtureRequest) -> Iterator[KioskWindow]:
    display: Display
    display, size = SMALL[request.param]
    made = window_for(display, Look(text_size=size))
    yield made
    close(made)


def named(name: str) -> Specimen:
    return next(s for s in specimens(name.partition("-")[0]) if s.name == name)


def seen(window: KioskWindow) -> str:
    return "".join(words_of(text) for text in all_texts(window)).replace(" ", "")


def key_names(window: KioskWindow) -> list[str]:
    return [key.accessibleName() for key in keys_of(window)]


def missing(window: KioskWindow, words: list[Message]) -> list[str]:
    said = seen(window)
    return [word for word in map(window.kit.t, words) if word.replace(" ", "") not in said]


@pytest.mark.parametrize("name", ["taxi-confirm", "doctor-confirm", "doctor-confirm-spouse"])
def test_u16_nobody_says_yes_to_what_is_behind_a_page(window: KioskWindow, name: str) -> None:
    specimen = named(name)
    shown(window, specimen)
    assert missing(window, [row.value for row in specimen.state.rows]) == []
    assert any(window.kit.t(_words(key)) in key_names(window) for key in specimen.state.keys[:1])


def test_signs_of_danger_120_and_both_answers_stand_together(window: KioskWindow) -> None:
    specimen = named("doctor-urgent")
    shown(window, specimen)
    assert missing(window, [row.value for row in specimen.state.rows]) == []
    assert "120" in seen(window)
    assert all(window.kit.t(key.words) in key_names(window) for key in specimen.state.keys)


@pytest.mark.parametrize("name", ["volunteer-nobody", "volunteer-failed"])
def test_where_nobody_is_there_the_number_is(window: KioskWindow, name: str) -> None:
    specimen = named(name)
    shown(window, specimen)
    assert missing(window, [specimen.state.phone_words]) == []
    assert all(window.kit.t(words) in key_names(window) for _, words in specimen.state.keys)


@pytest.mark.parametrize("name", ["request-taxi-arrived", "request-taxi-said", "request-appointment-asking"])
def test_what_can_be_done_about_a_request_is_in_sight(window: KioskWindow, name: str) -> None:
    specimen = named(name)
    shown(window, specimen)
    assert all(window.kit.t(key.words) in key_names(window) for key in specimen.state.keys)


@pytest.mark.parametrize("name", ["taxi-confirm-problem", "doctor-confirm-problem"])
def test_u18_what_went_wrong_is_in_sight(window: KioskWindow, name: str) -> None:
    specimen = named(name)
    shown(window, specimen)
    assert missing(window, [specimen.state.problem]) == []


def _words(key: object) -> Message:
    """Of a key in either form that screens have: with words, or a name and words."""
    words: Message = key[1] if isinstance(key, tuple) else key.words  # type: ignore[attr-defined]
    return words
