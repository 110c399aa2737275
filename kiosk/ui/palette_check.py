"""Every pair of colours that a palette puts together, whether or not a screen shows it today (elder-ui U4)."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ui.tokens import SERVICES, Colours, contrast

TEXT, ICON, EDGE = 7.0, 4.5, 3.0


def faults(colours: Colours) -> Iterator[tuple[str, str]]:
    """(what, figures) of each pair that cannot be told apart well enough."""
    for what, one, other, least in (*_words(colours), *_edges(colours)):
        ratio = contrast(one, other)
        if ratio < least:
            yield what, f"{one} on {other} is {ratio:.1f}:1, {least:g}:1 needed"


def _words(colours: Colours) -> Iterator[tuple[str, str, str, float]]:
    grounds = {"paper": colours.paper, "surface": colours.surface, "shelf": colours.shelf}
    for name, ground in grounds.items():
        yield f"ink on {name}", colours.ink, ground, TEXT
        if name != "shelf":
            yield f"quiet ink on {name}", colours.quiet, ground, TEXT
    yield "ink on a pressed key", colours.ink, colours.pressed, TEXT
    yield "words on a panel", colours.panel_words, colours.panel, TEXT
    for service in SERVICES:
        fill = colours.service(service)
        yield f"words on {service}", fill.words, fill.ground, TEXT
        yield f"{service} as words on paper", fill.accent, colours.paper, TEXT
        yield f"{service} as words on surface", fill.accent, colours.surface, TEXT
        yield f"{service} as a picture on a disc", fill.accent, colours.shelf, ICON


def _edges(colours: Colours) -> Iterator[tuple[str, str, str, float]]:
    for name, ground in {"paper": colours.paper, "surface": colours.surface, "shelf": colours.shelf}.items():
        yield f"a key's edge on {name}", colours.edge, ground, EDGE
        for service in SERVICES:
            fill = colours.service(service)
            best = max((fill.ground, fill.edge), key=lambda c: contrast(c, ground))
            yield f"a {service} key on {name}", best, ground, EDGE
    yield "the alarm's ring", "#FFFFFF", colours.service("alarm").ground, EDGE
    yield "the hint ring", colours.ring_outer, colours.ring, EDGE
