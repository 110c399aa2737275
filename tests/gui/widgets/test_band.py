from __future__ import annotations

import pytest

from kiosk.ui.pieces import Shape
from kiosk.ui.theme import Kit
from kiosk.ui.widgets.band import Band, BandKind
from tests.gui.fingers import shown


@pytest.mark.parametrize(
    ("kind", "word"), [(BandKind.DEMO, "演示"), (BandKind.PRACTICE, "练习"), (BandKind.DRILL, "演练")]
)
def test_each_kind_has_its_word(kit: Kit, kind: BandKind, word: str) -> None:
    assert kit.t(kind.word) == word


def test_its_stripes_are_seen_without_colour(kit: Kit) -> None:
    band = Band(kit, BandKind.DEMO)
    shown(band, 1920, band.needs_height(1920))
    assert any(isinstance(piece, Shape) for piece in band.pieces())
    picture = band.grab().toImage()
    row = {picture.pixelColor(x, 8).lightness() > 128 for x in range(0, 200, 2)}
    assert row == {True, False}


def test_it_is_never_the_alarms_red() -> None:
    assert all(kind.service != "alarm" for kind in BandKind)
