"""Where first-aid cards lie: the project's drafts, or a centre's own folder."""

from __future__ import annotations

from pathlib import Path

from kiosk.content.files import aid_files as aid_files
from kiosk.content.first_aid.card import AidCard
from kiosk.content.first_aid.read import read_aid
from kiosk.content.policy.cards_reader import Fault
from kiosk.errors import ContentError

AIDS = Path(__file__).resolve().parent.parent.parent / "assets" / "content" / "first-aid"


def load_aids(folder: Path = AIDS) -> tuple[AidCard, ...]:
    """Every card of the folder, drafts too. Raises ContentError: with one fault none of them is used."""
    read = [read_aid(file, raw) for file, raw in aid_files((folder,)).items()]
    faults = [fault for _, found in read for fault in found]
    if faults:
        raise ContentError("\n".join(map(str, faults)))
    return tuple(card for card, _ in read if card is not None)


def readable(folder: Path) -> tuple[Fault, ...]:
    """What keeps the folder's cards from being used. A review that has run out does not: such a card is hidden."""
    return tuple(fault for file, raw in aid_files((folder,)).items() for fault in read_aid(file, raw)[1])
