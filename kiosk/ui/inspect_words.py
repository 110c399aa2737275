"""U1 to U4: words large enough, whole, in short lines, and seen against their ground."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtWidgets import QWidget

from kiosk.ui.metrics import DECIDE_DEGREES, LEADING, READ_DEGREES
from kiosk.ui.pieces import Arc, Box, Picture, Words
from kiosk.ui.seen import Finding, all_texts, drawn, in_sight, name_of, tight_ink, words_of
from kiosk.ui.tokens import contrast
from kiosk.ui.widgets.text_block import LONGEST_LINE
from kiosk.ui.window import KioskWindow

# U1, U2, U3


def texts(window: KioskWindow) -> list[Finding]:
    found: list[Finding] = []
    metrics = window.kit.metrics
    for text in all_texts(window):
        where, words = f"{name_of(text.widget)}: {words_of(text)[:16]}", text.words
        degrees = max(DECIDE_DEGREES if words.size.decide else READ_DEGREES, READ_DEGREES * metrics.factor)
        if words.setting.px < metrics.kou_px(degrees):
            found.append(Finding("U1", where, f"{words.setting.px} px, {metrics.kou_px(degrees)} needed"))
        if not words.setting.fits:
            found.append(Finding("U2", where, "does not fit its place"))
        elif not in_sight(text.widget, window).adjusted(-2, -2, 2, 2).contains(tight_ink(text)):
            found.append(Finding("U2", where, "is cut off"))
        if words.setting.width > LONGEST_LINE * words.setting.px * 1.001:
            found.append(Finding("U3", where, f"{words.setting.width / words.setting.px:.0f} characters a line"))
        if words.paragraph and words.centred and len(words.setting.lines) > 2:
            found.append(Finding("U3", where, "is not left aligned"))
        if LEADING < 1.5:
            found.append(Finding("U3", where, f"line spacing {LEADING}"))
    return found


def collisions(window: KioskWindow) -> list[Finding]:
    found = []
    for one, other in combinations(all_texts(window), 2):
        common = tight_ink(one).intersected(tight_ink(other))
        if common.width() > 2 and common.height() > 2:
            found.append(
                Finding("U2", f"{name_of(one.widget)}: {words_of(one)[:12]}", f"overlaps {words_of(other)[:12]}")
            )
    return found


# U4


def colours(window: KioskWindow) -> list[Finding]:
    found: list[Finding] = []
    for widget in drawn(window):
        for piece in widget.pieces():
            if isinstance(piece, Words):
                found += _pair("text", piece.colour, piece.ground, 7.0, widget)
            elif isinstance(piece, Picture):
                found += _pair(f"icon {piece.name}", piece.colour, piece.ground, 4.5, widget)
            elif isinstance(piece, Arc) and piece.part < 1:
                found += _pair("ring", piece.colour, piece.ground, 3.0, widget)
            elif isinstance(piece, Box) and piece.control:
                edges = [c for c in (piece.edge if piece.edge_width else None, piece.fill) if c]
                best = max(edges, key=lambda c: contrast(c, piece.outside))
                found += _pair("edge", best, piece.outside, 3.0, widget)
    return found


def _pair(what: str, one: str, other: str, least: float, widget: QWidget) -> list[Finding]:
    ratio = contrast(one, other)
    if ratio >= least:
        return []
    return [Finding("U4", name_of(widget), f"{what} {one} on {other} is {ratio:.1f}:1, {least:g}:1 needed")]
