"""What a resident takes home: a card in few large lines, or what to bring for several. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kiosk.content.policy.cards import CLOSING, Card, section, text
from kiosk.domain.slip import Line, Slip
from kiosk.screens.policy.draft import Around
from kiosk.text import Translator, msg, verbatim

MOST_CARDS = 4
MOST_CODED = 200
"""Characters in the code: a telephone reads it at arm's length from paper of 80 mm."""
ICONS = {"who": "person", "what": "gift", "bring": "luggage", "where": "place", "how_long": "clock", "call": "phone"}


def card_slip(card: Card, around: Around) -> Slip:
    """The answer, then what to bring, where, how long and whom to call; and where it is written, for the window."""
    lines = [
        Line(verbatim(card.names.everyday[0]), card.picture, great=True),
        Line(verbatim(card.names.official), "policy"),
        Line(verbatim(text(card, card.answer, around.today)), "chat"),
    ]
    for name in ("bring", "where", "how_long", "call"):
        lines += _section(card, name, around)
    source = Line(verbatim(str(card.answer.cite)), "book")
    slip = Slip(msg("policy.slip"), (*lines, source, _closing()))
    return replace(slip, qr=_code(slip), qr_words=msg("policy.slip_code"))


def _code(slip: Slip) -> str:
    """The slip's own words for the family's telephone: no address to go to, nothing to install, nothing to pay."""
    said = Translator()
    text = ""
    for line in slip.lines:
        words = said(line.words)
        if len(text) + len(words) + 1 > MOST_CODED:
            break
        text += f"{words}\n"
    return f"{text}{CLOSING}" if CLOSING not in text else text.rstrip()


def list_slip(cards: Iterable[Card], around: Around) -> Slip:
    """What to bring for each."""
    lines: list[Line] = []
    for card in tuple(cards)[:MOST_CARDS]:
        lines.append(Line(verbatim(card.names.everyday[0]), card.picture, great=True))
        lines += _section(card, "bring", around)
    return Slip(msg("policy.slip_list"), (*lines, _closing()))


def _section(card: Card, name: str, around: Around) -> list[Line]:
    """The section's name stands with its first line."""
    first, *rest = section(card, name, around.today)
    named = msg("policy.slip_line", what=msg(f"policy.{name}"), words=verbatim(first))
    return [Line(named, ICONS[name]), *(Line(verbatim(words), ICONS[name]) for words in rest)]


def _closing() -> Line:
    return Line(verbatim(CLOSING), "desk")
