"""我好了 stands in words on every display, at every size of letters; only a call for help comes before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from kiosk.bootstrap.scenes import Scene
from kiosk.bootstrap.stage import Setting, Stage, displays
from kiosk.domain.preferences import TextSize
from kiosk.screens.specimens import specimens
from kiosk.text import LANGUAGES
from kiosk.ui.seen import keys_of
from kiosk.ui.widgets.bottom_bar import KEYS
from kiosk.ui.widgets.done_key import DoneKey
from kiosk.ui.window import KioskWindow
from tests.gui.fingers import Count

NARROW = (  # what has the most words for its room, by screen
    "home",
    "taxi-visit",
    "request-taxi-car",
    "request-volunteer-offline",
    "request-appointment-moved",
    "doctor-start",
    "doctor-urgent",
    "message-ready",
    "slip-doctor",
    "helper-health-bad",
    "policy-source",
    "reader-last",
    "mine-page-listens",
    "kept-no-health",
    "lessons-step-settings",
    "register-check-all",
)
SETTINGS = [
    Setting(display, size, language=language)
    for display in displays()
    for size in (TextSize.STANDARD, TextSize.HUGE)
    for language in LANGUAGES
    if size is TextSize.HUGE or display.startswith("10") or display.endswith("portrait")
]


def place(window: KioskWindow, name: str) -> QPoint:
    return window.bar.key(name).mapTo(window, QPoint(0, 0))


def done_of(window: KioskWindow) -> DoneKey:
    (key,) = [key for key in window.findChildren(DoneKey) if not key.isHidden()]
    return key


def on_window(window: KioskWindow, key: DoneKey) -> QRect:
    return QRect(key.mapTo(window, QPoint(0, 0)), key.size())


@pytest.fixture
def stage(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Stage]:
    made = Stage(request.param)
    yield made
    made.close()


@pytest.mark.parametrize("stage", SETTINGS, indirect=True, ids=[at.slug for at in SETTINGS])
def test_u2_it_is_there_in_words_and_no_key_of_the_bar_begins_elsewhere(stage: Stage) -> None:
    found = {one.name: one for one in specimens() if one.name in NARROW}
    assert set(found) == set(NARROW)
    for name in NARROW:
        window = stage.show(Scene(name, found[name]))
        before = [place(window, key) for key in KEYS[:4]]
        alarm = window.bar.key("alarm")
        edge = alarm.mapTo(window, QPoint(alarm.width(), 0)).x()
        window = stage.show(Scene(name, found[name], known=True))
        key = done_of(window)
        assert key.isVisibleTo(window), name
        assert key.word, name
        assert key.accessibleName() == key.word
        assert min(key.width(), key.height()) >= stage.kit.metrics.target, name
        assert window.rect().contains(on_window(window, key)), name
        others = [other for other in keys_of(window) if other is not key]
        for other in others:
            there = QRect(other.mapTo(window, QPoint(0, 0)), other.size())
            assert not there.intersects(on_window(window, key)), (name, other.accessibleName())
        if key.parentWidget() is window.bar:
            assert [place(window, one) for one in KEYS[:4]] == before, name
            assert alarm.mapTo(window, QPoint(alarm.width(), 0)).x() == edge, name


@pytest.mark.parametrize("stage", [Setting("10", TextSize.HUGE), Setting("21")], indirect=True, ids=["bar", "title"])
def test_it_ends_the_session_from_where_it_stands_and_goes_with_it(stage: Stage) -> None:
    home = next(one for one in specimens("home"))
    window, done = stage.show(Scene("home", home, known=True)), Count()
    volunteer = window.bar.key("volunteer").width()
    window.done_requested.connect(done)
    done_of(window).tapped.emit()
    assert len(done) == 1
    window.set_known(False)
    assert [key for key in window.findChildren(DoneKey) if not key.isHidden()] == []
    in_bar = stage.setting.text_size is TextSize.HUGE
    assert (window.bar.key("volunteer").width() > volunteer) is in_bar


@pytest.mark.parametrize("stage", [Setting("10", TextSize.LARGE, language="en")], indirect=True, ids=["10-large-en"])
def test_a_call_for_help_turns_no_page_for_it(stage: Stage) -> None:
    """我好了 ends no call (tests/gui/composed/test_cards.py), so the call's own words and keys come first."""
    found = {one.name: one for one in specimens("alarm")}
    for name in ("alarm-countdown", "alarm-quiet"):
        guest = stage.show(Scene(name, found[name])).view
        assert guest is not None
        whole = guest.whole_height(guest.width()) <= guest.height()
        view = stage.show(Scene(name, found[name], known=True)).view
        assert view is not None
        assert (view.whole_height(view.width()) <= view.height()) is whole, name
