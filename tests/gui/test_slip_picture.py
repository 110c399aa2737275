"""A slip as it is drawn: every word on it, the code read by a reader that is not ours, and the same each time."""

from __future__ import annotations

import io

import icalendar
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtWidgets import QApplication

from kiosk.domain.appointment import Appointment
from kiosk.domain.slip import Line, Slip
from kiosk.services.calendar import entry
from kiosk.text import LANGUAGES, Translator, msg, verbatim
from kiosk.ui.icons import Icons
from kiosk.ui.pieces import Words
from kiosk.ui.slip_picture import SlipPicture

BOOKED = Appointment(
    start="2026-11-25T01:30:00Z", hospital="东街医院", building="门诊楼", floor="三层", room="12 号诊室"
)
LONG = "从社区中心南门出来，坐公交到东街站下车，过马路就是门诊大门，进门左手边有电梯。" * 2
SLIP = Slip(
    msg("slip.appointment"),
    (
        Line(verbatim("11 月 25 日"), "calendar", great=True),
        Line(verbatim("东街医院"), "hospital"),
        Line(verbatim(LONG), "bus"),
    ),
    number=12,
    qr=entry(BOOKED),
    qr_words=msg("slip.calendar"),
)
BARE = Slip(msg("mine.verb_taxi"), (Line(msg("slip.called", number=99)),), number=99)
WIDTHS = (576, 384)


def drawn(slip: Slip, width: int = 576, language: str = "zh_CN", *, demo: bool = False) -> SlipPicture:
    return SlipPicture(slip, Translator(language), Icons(), width, demo=demo)


def picture(made: SlipPicture) -> Image.Image:
    return Image.open(io.BytesIO(made.png()))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("demo", [False, True])
def test_code_is_read_by_a_real_decoder(qapp: QApplication, width: int, demo: bool) -> None:
    (code,) = zxingcpp.read_barcodes(picture(drawn(SLIP, width, demo=demo)).convert("L"))
    assert code.text == SLIP.qr
    (found,) = icalendar.Calendar.from_ical(code.text).walk("VEVENT")
    assert found["LOCATION"] == "门诊楼 三层 12 号诊室"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slip", [SLIP, BARE], ids=["appointment", "bare"])
def test_all_words_lie_on_the_paper_and_none_over_another(
    qapp: QApplication, slip: Slip, width: int, language: str
) -> None:
    for part in drawn(slip, width, language, demo=True).parts:
        words = [piece for piece in part.pieces if isinstance(piece, Words)]
        inks = [w.ink() for w in words]
        assert all(w.size.floor <= w.setting.px for w in words)
        assert all(i.left() >= 0 and i.right() <= width + 1 and i.bottom() <= part.height + 4 for i in inks), part.words
        assert not any(a.intersects(b) for n, a in enumerate(inks) for b in inks[:n]), part.words


def test_s13_every_slip_says_that_nobody_takes_money(qapp: QApplication) -> None:
    for slip in (SLIP, BARE):
        assert "志愿者不会要钱，不会要验证码。" in [part.words for part in drawn(slip).parts]


def test_only_a_demonstration_says_so_at_both_ends(qapp: QApplication) -> None:
    words = [part.words for part in drawn(BARE, demo=True).parts]
    assert words[0] == words[-1] == "演示，不算数"
    assert "演示，不算数" not in [part.words for part in drawn(BARE).parts]


def test_same_slip_same_dots_in_black_and_white_only(qapp: QApplication) -> None:
    one, other = picture(drawn(SLIP)), picture(drawn(SLIP))
    assert one.tobytes() == other.tobytes()
    assert one.convert("L").getextrema() == (0, 255)
    assert len(one.getcolors() or ()) == 2
    assert one.width == 576
    assert one.tobytes() != picture(drawn(BARE)).tobytes()
