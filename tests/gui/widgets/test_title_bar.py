from __future__ import annotations

from kiosk.domain.preferences import TextSize
from kiosk.domain.presence import Helpers
from kiosk.text import Translator
from kiosk.ui.pieces import Picture, Words
from kiosk.ui.theme import DISPLAYS, Display, Kit, Look, make_kit
from kiosk.ui.widgets.title_bar import TitleBar
from tests.gui.fingers import shown, texts


def bar(kit: Kit, title: str = "叫出租车：司机在路上") -> TitleBar:
    made = TitleBar(kit)
    made.set_title(title)
    made.set_duty("志愿者在：王阿姨", "王阿姨")
    made.set_time("上午 9:30")
    width = kit.metrics.display.width_px
    shown(made, width, made.needs_height(width))
    return made


def of(display: Display, size: TextSize = TextSize.STANDARD) -> Kit:
    return make_kit(display, Look(text_size=size), Translator())


def test_title_at_the_left_duty_and_time_at_the_right(kit: Kit) -> None:
    made = bar(kit)
    assert texts(made) == ["叫出租车：司机在路上", "志愿者在：王阿姨", "上午 9:30"]
    words = [p for p in made.pieces() if isinstance(p, Words)]
    assert words[0].ink().right() < words[1].ink().left() < words[2].ink().left()
    assert made.accessibleName() == "叫出租车：司机在路上，志愿者在：王阿姨，上午 9:30"


def test_on_a_narrow_screen_the_duty_is_an_icon_and_a_name(qapp: object) -> None:
    made = bar(of(DISPLAYS["10"].turned()))
    assert texts(made) == ["叫出租车：司机在路上", "王阿姨"]
    assert [p.name for p in made.pieces() if isinstance(p, Picture)] == ["person"]


def test_u2_nothing_is_clipped_at_any_size(qapp: object) -> None:
    for display in DISPLAYS.values():
        for one in (display, display.turned()):
            for size in TextSize:
                made = bar(of(one, size), "政策咨询：老年综合津贴")
                for words in (p for p in made.pieces() if isinstance(p, Words)):
                    assert words.setting.fits
                    assert words.ink().right() <= made.width()
                    assert words.ink().bottom() - words.setting.px * 0.12 <= made.height() + 2


def test_the_alarms_title_is_red(kit: Kit) -> None:
    made = bar(kit)
    made.set_title("马上叫人来", "alarm")
    assert next(p for p in made.pieces() if isinstance(p, Words)).colour == "#A3161A"


def test_the_badge_stands_before_the_title(kit: Kit) -> None:
    made = bar(kit)
    made.set_badge("演示")
    assert texts(made)[:2] == ["演示", "叫出租车：司机在路上"]
    assert made.accessibleName().startswith("演示，")


def test_u5_somebody_nobody_and_nobody_knows_look_different(kit: Kit) -> None:
    made = bar(kit)
    colours = set()
    for helpers in Helpers:
        made.set_duty("暂时连不上值班台", helpers=helpers)
        words = next(p for p in made.pieces() if isinstance(p, Words) and p.setting.lines == ("暂时连不上值班台",))
        colours.add(words.colour)
        signs = [p.name for p in made.pieces() if isinstance(p, Picture)]
        assert signs == (["warning"] if helpers is Helpers.UNKNOWN else [])
        assert words.setting.fits
        assert words.ink().right() < made.width()
    assert len(colours) == 3


def test_nobody_on_duty_leaves_no_hole(kit: Kit) -> None:
    made = bar(kit)
    made.set_duty("")
    assert texts(made) == ["叫出租车：司机在路上", "上午 9:30"]
