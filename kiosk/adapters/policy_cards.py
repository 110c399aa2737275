"""Where policy cards lie: the project's own, or an administrator's folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.content.files import PACKAGE
from kiosk.content.policy.cards import Card
from kiosk.content.policy.cards_check import read_cards
from kiosk.content.policy.cards_read import SUFFIX
from kiosk.content.policy.errors import CardError

CARDS = Path(__file__).resolve().parent.parent.parent / "assets" / "content" / "policies" / "cards"


def load_cards(*folders: Path) -> tuple[Card, ...]:
    """Every card of these folders, without one the project's own. Raises CardError: with one fault none is used."""
    return read_cards(read_files(folders or (CARDS,)))


def _cards_of(path: Path) -> Path:
    """Of a whole package its cards: its other files are no cards."""
    return path / "cards" if (path / PACKAGE).is_file() else path


def read_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """The cards' files in these places (files, folders of *.yaml, or whole packages), by path. Raises CardError."""
    found: dict[str, bytes] = {}
    paths = tuple(paths)
    for path in map(_cards_of, paths):
        inside = sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]
        for file in inside:
            try:
                found[str(file)] = file.read_bytes()
            except OSError as error:
                raise CardError(f"{file}: {error.strerror or error}") from error
    if not found:
        raise CardError(f"no card (*{SUFFIX}) in {', '.join(map(str, paths))}")
    return found
