"""U4 and U5 in figures: every pair of colours that the widgets put together."""

from __future__ import annotations

import pytest

from kiosk.domain.preferences import Palette
from kiosk.ui.tokens import PALETTES, SERVICES, Colours, contrast, luminance


def test_contrast_is_wcags_sum() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES.keys())
def test_u4_words_are_7_to_1_on_every_ground(colours: Colours) -> None:
    for ground in (colours.paper, colours.surface, colours.pressed):
        assert contrast(colours.ink, ground) >= 7
    for ground in (colours.paper, colours.surface):
        assert contrast(colours.quiet, ground) >= 7
        for service in SERVICES:
            assert contrast(colours.service(service).accent, ground) >= 7, service
    assert contrast(colours.panel_words, colours.panel) >= 7


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES.keys())
def test_u4_words_are_7_to_1_on_every_filled_key(colours: Colours) -> None:
    for service in SERVICES:
        for fill in (colours.service(service), colours.tile(service)):
            assert contrast(fill.words, fill.ground) >= 7, service


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES.keys())
def test_u4_the_edge_of_every_key_is_seen(colours: Colours) -> None:
    for outside in (colours.paper, colours.shelf, colours.surface):
        assert contrast(colours.edge, outside) >= 3
        for service in SERVICES:
            fill = colours.service(service)
            assert max(contrast(fill.edge, outside), contrast(fill.ground, outside)) >= 3, service


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES.keys())
def test_u4_the_hint_ring_is_seen_on_every_ground(colours: Colours) -> None:
    assert contrast(colours.ring, colours.ring_outer) >= 3
    for ground in (colours.paper, colours.surface, *(colours.service(s).ground for s in SERVICES)):
        assert max(contrast(colours.ring, ground), contrast(colours.ring_outer, ground)) >= 3


def test_u5_red_is_the_alarms_alone() -> None:
    for colours in PALETTES.values():
        reds = [s for s in SERVICES if colours.service(s).ground == colours.service("alarm").ground]
        assert reds == ["alarm"]
        assert contrast("#FFFFFF", colours.service("alarm").ground) >= 7  # the ring inside, also in grey


def test_u4_high_contrast_is_yellow_on_black() -> None:
    colours = PALETTES[Palette.CONTRAST]
    assert (colours.paper, colours.ink) == ("#000000", "#FFE600")
    assert contrast(colours.ink, colours.paper) > 15
    assert colours.tile("taxi").ground == "#000000"


def test_luminance_runs_from_black_to_white() -> None:
    assert luminance("#000000") == 0
    assert luminance("#FFFFFF") == pytest.approx(1)


def test_an_unknown_service_is_ink() -> None:
    assert PALETTES[Palette.LIGHT].service("nothing").ground == PALETTES[Palette.LIGHT].ink
