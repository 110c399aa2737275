"""Where first-aid cards lie: the project's drafts, or a centre's own folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.content.first_aid.card import AidCard
from kiosk.content.first_aid.read import SUFFIX, read_aid
from kiosk.content.policy.cards_reader import Fault
from kiosk.errors import ContentError

AIDS = Path(__file__).resolve().parent.parent.parent / "assets" / "content" / "first-aid"
PACKAGE = "package.yaml"
"""What says whose package this is; no card."""


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


def aid_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """The cards' files in these places (files, or folders of *.yaml), by path. Raises ContentError."""
    found: dict[str, bytes] = {}
    paths = tuple(paths)
    for path in paths:
        inside = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        for file in inside:
            if file.name == PACKAGE:
                continue
            try:
                found[str(file)] = file.read_bytes()
            except OSError as error:
                raise ContentError(f"{file}: {error.strerror or error}") from error
    if not found:
        raise ContentError(f"no first-aid card (*{SUFFIX}) in {', '.join(map(str, paths))}")
    return found
