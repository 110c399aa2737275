from __future__ import annotations

import pytest

from kiosk.domain.preferences import TextSize
from kiosk.text import Translator
from kiosk.ui.pieces import Picture, Words
from kiosk.ui.theme import DISPLAYS, Display, Kit, Look, make_kit
from kiosk.ui.widgets.bottom_bar import KEYS, BottomBar
from tests.gui.fingers import Count, shown


def bar(kit: Kit) -> BottomBar:
    made = BottomBar(kit)
    width = kit.metrics.display.width_px
    shown(made, width, made.needs_height(width))
    return made


def test_u15_five_keys_in_their_order(kit: Kit) -> None:
    made = bar(kit)
    names = [made.key(name).accessibleName() for name in KEYS]
    assert names == ["返回", "首页", "听一听", "叫志愿者", "紧急呼救"]
    lefts = [made.key(name).x() for name in KEYS]
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("name", KEYS)
def test_each_key_has_its_signal(kit: Kit, name: str) -> None:
    made, heard = bar(kit), Count()
    getattr(made, name).connect(heard)
    made.key(name).click()
    assert len(heard) == 1


def test_the_alarm_alone_is_eager_and_widest(kit: Kit) -> None:
    made = bar(kit)
    assert [made.key(name).eager for name in KEYS] == [False] * 4 + [True]
    assert made.key("alarm").width() > max(made.key(name).width() for name in KEYS[:4])


def test_u6_two_rows_under_200_mm(kit: Kit) -> None:
    narrow = bar(make_kit(DISPLAYS["10"].turned(), Look(), Translator()))
    assert len({narrow.key(name).y() for name in KEYS}) == 2
    wide = bar(kit)
    assert len({wide.key(name).y() for name in KEYS}) == 1


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("display", [d for one in DISPLAYS.values() for d in (one, one.turned())], ids=str)
def test_u2_its_words_stand_in_one_line_at_every_size(
    qapp: object, display: Display, size: TextSize, language: str
) -> None:
    made = bar(make_kit(display, Look(text_size=size, language=language), Translator(language)))
    for name in KEYS:
        words = next(p for p in made.key(name).pieces() if isinstance(p, Words))
        assert words.setting.fits
        assert len(words.setting.lines) == 1, name


def test_u5_the_alarm_keeps_its_mark_where_other_icons_go(qapp: object) -> None:
    made = bar(make_kit(DISPLAYS["21"], Look(text_size=TextSize.HUGE), Translator()))
    icons = {name: [p.name for p in made.key(name).pieces() if isinstance(p, Picture)] for name in KEYS}
    assert icons["alarm"] == ["alarm"]
    assert icons["back"] == []


def test_words_are_of_one_size(kit: Kit) -> None:
    made = bar(kit)
    sizes = {next(p for p in made.key(n).pieces() if isinstance(p, Words)).setting.px for n in KEYS}
    assert sizes == {46}
