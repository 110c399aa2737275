from __future__ import annotations

import pytest

from kiosk.ui.pieces import Arc
from kiosk.ui.theme import Kit
from kiosk.ui.widgets.countdown_ring import CountdownRing
from tests.gui.fingers import shown, texts


def test_it_shows_the_seconds_and_what_is_left(kit: Kit) -> None:
    ring = CountdownRing(kit, seconds=3, caption="3 秒后叫值班的人")
    shown(ring, 850, 740)
    ring.set_left(2, 0.4)
    assert texts(ring) == ["2", "3 秒后叫值班的人"]
    assert [p.part for p in ring.pieces() if isinstance(p, Arc)] == [1.0, 0.4]


@pytest.mark.parametrize(("part", "seen"), [(1.0, True), (0.0, False)])
def test_the_ring_is_really_drawn(kit: Kit, part: float, seen: bool) -> None:
    ring = CountdownRing(kit, seconds=3)
    shown(ring, 600, 600)
    ring.set_left(3, part)
    picture = ring.grab().toImage()
    arc = next(p for p in ring.pieces() if isinstance(p, Arc))
    x, y = round(arc.rect.left() + arc.width / 2), round(arc.rect.center().y())
    assert (picture.pixelColor(x, y).name().upper() == "#A3161A") is seen


def test_it_needs_room_for_its_number_and_caption(kit: Kit) -> None:
    ring = CountdownRing(kit, seconds=3, caption="3 秒后叫值班的人")
    width = ring.needs_width()
    shown(ring, width, ring.needs_height(width))
    from kiosk.ui.pieces import Words

    assert all(p.setting.fits for p in ring.pieces() if isinstance(p, Words))
