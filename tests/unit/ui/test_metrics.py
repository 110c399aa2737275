"""U1, U2, U6, U24 and U25 in millimetres."""

from __future__ import annotations

import math

import pytest

from kiosk.domain.preferences import TextSize
from kiosk.ui.metrics import DISPLAYS, KOU_RATIO, LEADING, Display, Metrics, Type

ALL = [d for one in DISPLAYS.values() for d in (one, one.turned())]


def degrees(px: int, display: Display) -> float:
    """The angle at which 口 set in `px` is seen."""
    height_mm = px * KOU_RATIO / display.px_per_mm
    return 2 * math.degrees(math.atan(height_mm / 2 / (display.viewing_cm * 10)))


def test_the_default_display_is_the_issues() -> None:
    display = Display()
    assert (display.diagonal_inch, display.width_px, display.height_px, display.viewing_cm) == (21.5, 1920, 1080, 65)
    assert display.px_per_mm == pytest.approx(4.03, abs=0.01)
    assert display.width_mm == pytest.approx(476, abs=1)


@pytest.mark.parametrize("display", ALL)
@pytest.mark.parametrize("room", [(1366, 728), (1024, 768), (720, 1500), (7680, 4320)])
def test_a_window_fits_the_screen_in_the_displays_own_shape(display: Display, room: tuple[int, int]) -> None:
    shown = display.within(*room)
    assert shown.width_px <= room[0]
    assert shown.height_px <= room[1]
    assert shown.width_px / shown.height_px == pytest.approx(display.width_px / display.height_px, rel=0.01)
    fits_whole = display.width_px <= room[0] and display.height_px <= room[1]
    assert (shown == display) == fits_whole
    assert shown.width_mm == pytest.approx(display.width_mm, rel=0.01)
    assert Metrics(shown).choices == Metrics(display).choices


def test_u1_kou_is_at_least_7_9_mm_at_65_cm() -> None:
    metrics = Metrics(Display())
    for kind in Type:
        assert metrics.type(kind).floor * KOU_RATIO / Display().px_per_mm >= 7.9


@pytest.mark.parametrize("display", ALL, ids=str)
@pytest.mark.parametrize("size", TextSize)
def test_u1_u2_every_text_has_its_angle(display: Display, size: TextSize) -> None:
    huge = 1.5 if display.diagonal_inch < 15 else 2.0
    factor = {TextSize.STANDARD: 1.0, TextSize.LARGE: 1.4, TextSize.HUGE: huge}[size]
    metrics = Metrics(display, size)
    for kind in Type:
        least = max(0.7 * factor, 1.0 if kind.decide else 0.0)
        assert degrees(metrics.type(kind).floor, display) >= least - 1e-6, kind
        assert metrics.type(kind).want >= metrics.type(kind).floor


@pytest.mark.parametrize("display", ALL, ids=str)
def test_u1_never_under_18_dp(display: Display) -> None:
    dp_mm = 25.4 / 160
    for kind in Type:
        assert Metrics(display).type(kind).floor / display.px_per_mm >= 18 * dp_mm


def test_the_drawings_sizes_on_the_drawings_display() -> None:
    metrics = Metrics(Display())
    assert [metrics.type(k).want for k in (Type.TITLE, Type.GREAT, Type.SMALL)] == [60, 84, 42]
    assert metrics.type(Type.PLATE).floor >= 130
    assert metrics.u(56) == 56


@pytest.mark.parametrize("display", ALL, ids=str)
def test_u6_targets_and_gaps(display: Display) -> None:
    metrics = Metrics(display)
    least = 15 if display.diagonal_inch < 12 else 20
    assert metrics.target / display.px_per_mm >= least
    assert metrics.gap / display.px_per_mm >= 3


def test_u6_choices_by_width_and_two_rows_under_200_mm() -> None:
    choices = {name: (Metrics(d).choices, Metrics(d.turned()).choices) for name, d in DISPLAYS.items()}
    assert choices == {"10": (4, 2), "21": (6, 6), "32": (6, 6), "32-4k": (6, 6)}
    assert Metrics(DISPLAYS["10"].turned()).bar_rows == 2
    assert Metrics(DISPLAYS["21"]).bar_rows == 1


def test_u24_the_same_millimetres_on_more_pixels() -> None:
    coarse, fine = Metrics(DISPLAYS["32"]), Metrics(DISPLAYS["32-4k"])
    for kind in Type:
        assert fine.type(kind).want == pytest.approx(2 * coarse.type(kind).want, abs=2)
    assert fine.target == pytest.approx(2 * coarse.target, abs=2)


def test_u25_keys_stay_within_reach() -> None:
    tall = Display(32, 1080, 1920, mount_mm=700)
    assert Metrics(tall).ceiling(lowered=False) / tall.px_per_mm == pytest.approx(500, abs=1)
    high = Display(32, 1080, 1920, mount_mm=600)
    assert Metrics(high).ceiling(lowered=False) / high.px_per_mm == pytest.approx(600, abs=1)
    assert Metrics(high).ceiling(lowered=True) / high.px_per_mm == pytest.approx(500, abs=1)
    assert Metrics(Display()).ceiling(lowered=False) == 1080


def test_u3_lines_are_spaced_by_half() -> None:
    assert LEADING >= 1.5


def test_tight_is_where_fewer_than_fifteen_lines_fit() -> None:
    assert not Metrics(Display()).tight
    assert Metrics(Display(), TextSize.HUGE).tight
    assert not Metrics(DISPLAYS["10"]).tight
