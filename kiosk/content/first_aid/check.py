"""First-aid cards together, held against what no file alone can say: everyday words, pictures, ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from kiosk.content import plain
from kiosk.content.first_aid.card import REVIEW_YEARS, AidCard
from kiosk.content.first_aid.read import LONGEST_STEP, read_aid
from kiosk.content.policy.cards_reader import Fault
from kiosk.text import SOURCE_LANGUAGE


def check_aids(
    files: Mapping[str, bytes], hard: Collection[str], pictures: Collection[str], today: date
) -> tuple[tuple[AidCard, ...], tuple[Fault, ...]]:
    """The cards that can be read, and every fault. `hard` are words no resident should meet, `pictures` what there is.

    A review that is over, or in the future, is a fault: whoever wrote it believes that the card is shown.
    """
    cards: list[AidCard] = []
    faults: list[Fault] = []
    for file, raw in files.items():
        card, found = read_aid(file, raw)
        faults += found
        if card is not None:
            cards.append(card)
            faults += _of_card(card, hard, pictures, today)
    faults += _twice(cards)
    return tuple(cards), tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))


def _of_card(card: AidCard, hard: Collection[str], pictures: Collection[str], today: date) -> Iterator[Fault]:
    if pictures and card.picture not in pictures:
        yield Fault(card.file, 1, f"no picture {card.picture}", "a name from assets/icons")
    if card.review is not None and not card.may_be_shown(today):
        what = f"the review of {card.review.on} is in the future or older than {REVIEW_YEARS} years"
        yield Fault(card.file, 1, what, "have a clinician check every step again, or take the review out")
    for fault in plain.faults(card.name[SOURCE_LANGUAGE], hard):
        yield Fault(card.file, 1, fault, "say it in short everyday words")
    for step in card.steps:
        text = step.say[SOURCE_LANGUAGE]
        for fault in plain.faults(text, hard):
            yield Fault(card.file, step.line, fault, "say it in short everyday words")
        if len(text) > LONGEST_STEP:
            yield Fault(card.file, step.line, f"{len(text)} characters", f"at most {LONGEST_STEP}: make two steps")


def _twice(cards: list[AidCard]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for card in cards:
        if first.setdefault(card.id, card.file) != card.file:
            yield Fault(card.file, 1, f"{card.id} a second time", f"{first[card.id]} has it; give this another")
