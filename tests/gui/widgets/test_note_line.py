from __future__ import annotations

from kiosk.ui.pieces import Picture
from kiosk.ui.theme import Kit
from kiosk.ui.widgets.note_line import NoteLine
from tests.gui.fingers import shown, texts


def test_it_shows_a_picture_and_its_words_and_is_named_by_them(kit: Kit) -> None:
    line = NoteLine(kit, "12 号：车在路上", "clock")
    shown(line, 800, line.needs_height(800))
    assert texts(line) == ["12 号：车在路上"]
    assert [p.name for p in line.pieces() if isinstance(p, Picture)] == ["clock"]
    assert line.accessibleName() == "12 号：车在路上"


def test_the_picture_gives_way_before_the_words(kit: Kit) -> None:
    line = NoteLine(kit, "12 号：车在路上，沪A·00000", "clock")
    width = line.needs_width()
    shown(line, width, line.needs_height(width))
    assert [p for p in line.pieces() if isinstance(p, Picture)] == []
