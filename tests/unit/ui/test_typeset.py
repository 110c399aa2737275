"""Breaking and fitting, with a measure of one em for Chinese and half an em for Latin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.metrics import TypeSize
from kiosk.ui.typeset import Typesetter, block_height

SIZE = TypeSize(want=80, floor=40, bold=False, decide=True)


def measure(text: str, _bold: bool) -> float:
    return sum(0.5 if c.isascii() else 1.0 for c in text)


@pytest.fixture
def setter() -> Typesetter:
    return Typesetter(measure)


def test_what_fits_is_set_as_wished(setter: Typesetter) -> None:
    setting = setter.fit("看病预约", 400, 200, SIZE)
    assert (setting.px, setting.lines, setting.fits) == (80, ("看病预约",), True)


def test_a_smaller_line_is_preferred_to_two_and_two_to_tiny(setter: Typesetter) -> None:
    assert setter.fit("看病预约", 280, 400, SIZE).lines == ("看病预约",)
    assert setter.fit("看病预约", 200, 400, SIZE).lines == ("看病", "预约")


def test_u1_never_under_the_floor_and_never_elided(setter: Typesetter) -> None:
    setting = setter.fit("看病预约挂号改期配药", 100, 50, SIZE)
    assert setting.px == 40
    assert not setting.fits
    assert "".join(setting.lines) == "看病预约挂号改期配药"


def test_lines_break_at_pauses_rather_than_in_words(setter: Typesetter) -> None:
    assert setter.fit("两个人、轮椅、晚点走", 500, 400, SIZE).lines == ("两个人、", "轮椅、晚点走")


def test_words_stay_whole_where_it_can_be_helped(setter: Typesetter) -> None:
    assert setter.fit("社区卫生中心", 4.7 * 40, 400, SIZE).lines in (("社区", "卫生中心"), ("社区卫生", "中心"))
    assert setter.fit("说给志愿者听", 4.7 * 40, 400, SIZE).lines == ("说给", "志愿者听")
    three = setter.fit("胸痛、喘不上气，请打", 6 * 40, 400, SIZE, 3)
    assert three.lines == ("胸痛、", "喘不上气，", "请打")


def test_three_lines_are_of_like_length(setter: Typesetter) -> None:
    lines = setter.paragraph("甲乙丙丁戊己庚辛壬癸子丑", 5.2 * 40, 40, False, balance=True).lines
    assert [len(line) for line in lines] == [4, 4, 4]


def test_no_line_begins_with_a_stop_or_ends_with_an_opening(setter: Typesetter) -> None:
    lines = setter.paragraph("请点“好了”，谢谢（不急）。", 4 * 40, 40, False).lines
    assert all(line[0] not in "，。”）" and line[-1] not in "“（" for line in lines)


def test_numbers_and_words_stay_whole(setter: Typesetter) -> None:
    assert setter.paragraph("请打 021-00000000 找人", 7 * 40, 40, False).lines == ("请打", "021-00000000", "找人")
    assert not setter.paragraph("Appointment", 4 * 40, 40, False).fits


def test_a_written_line_break_is_kept(setter: Typesetter) -> None:
    assert setter.paragraph("多少：\n要带：", 1000, 40, False).lines == ("多少：", "要带：")


def test_u3_the_second_line_is_one_and_a_half_below(setter: Typesetter) -> None:
    assert block_height(2, 40) - block_height(1, 40) == pytest.approx(60)


def test_narrowest_is_wide_enough(setter: Typesetter) -> None:
    width = setter.narrowest("叫志愿者帮忙", 40, False, 2)
    assert setter.line_count("叫志愿者帮忙", width, 40, False) <= 2
    assert width <= 4 * 40


@given(st.text(alphabet="看病，。（）abc 12、", max_size=40), st.integers(60, 900))
def test_no_character_is_ever_lost(text: str, width: int) -> None:
    for setting in (
        Typesetter(measure).fit(text, width, 300, SIZE),
        Typesetter(measure).paragraph(text, width, 40, False, balance=True),
    ):
        assert "".join(setting.lines).replace(" ", "") == text.replace(" ", "")
