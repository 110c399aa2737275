from __future__ import annotations

import pytest

from kiosk.text import Translator
from kiosk.ui.pieces import Picture, Words
from kiosk.ui.theme import DISPLAYS, Display, Kit, Look, make_kit
from kiosk.ui.widgets.resting_face import RestingFace
from tests.gui.fingers import Count, click, shown, texts


def face(kit: Kit) -> RestingFace:
    return RestingFace(kit, "您好，点一下这里", "看病、叫车、问政策，都可以", time="9:30", date="11 月 20 日")


def test_it_invites_with_words_and_a_hand(kit: Kit) -> None:
    made = face(kit)
    shown(made, 1808, 740)
    assert texts(made) == ["9:30", "11 月 20 日", "您好，点一下这里", "看病、叫车、问政策，都可以"]
    assert [p.name for p in made.pieces() if isinstance(p, Picture)] == ["touch"]


def test_touching_it_anywhere_begins(kit: Kit) -> None:
    made, begun = face(kit), Count()
    shown(made, 1808, 740)
    made.tapped.connect(begun)
    click(made)
    assert len(begun) == 1


@pytest.mark.parametrize("display", [d for one in DISPLAYS.values() for d in (one, one.turned())], ids=str)
def test_the_greeting_never_gives_way(qapp: object, display: Display) -> None:
    made = face(make_kit(display, Look(), Translator()))
    width = made.needs_width()
    shown(made, width, made.needs_height(width))
    assert "您好，点一下这里" in texts(made)
    assert all(p.setting.fits for p in made.pieces() if isinstance(p, Words))


def test_the_time_moves_on(kit: Kit) -> None:
    made = face(kit)
    shown(made, 1808, 740)
    made.set_time("9:31", "11 月 20 日")
    assert texts(made)[0] == "9:31"
