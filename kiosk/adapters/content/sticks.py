"""Sticks with published content, found where the system mounts them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kiosk.ports.content_updates import Source

WITHIN = ("silver-key", "")
SIGN = Path("metadata") / "timestamp.json"
MOST = 32
"""Folders looked at in one place: a strange stick is not searched."""
NAME = 24


def sticks(mounts: Path) -> tuple[Source, ...]:
    """`mounts` holds sticks, or users' folders of sticks, as /media and /run/media do. A stick that vanishes counts as
    none."""
    found: list[Source] = []
    for folder in _folders(mounts):
        here = _within(folder)
        found += here or [one for place in _folders(folder) for one in _within(place)]
    return tuple(found)


def _within(place: Path) -> list[Source]:
    found = next((place / part for part in WITHIN if (place / part / SIGN).is_file()), None)
    return [Source(found.absolute().as_uri(), _plain(place.name))] if found is not None else []


def _folders(place: Path) -> Iterator[Path]:
    try:
        with os.scandir(place) as inside:
            names = [Path(item.path) for item in islice(inside, MOST) if item.is_dir(follow_symlinks=False)]
    except OSError:
        return
    yield from sorted(names)


def _plain(name: str) -> str:
    """A label as it may be shown: no character that turns the text around it."""
    return "".join(letter for letter in name if letter.isalnum() or letter in " ._-")[:NAME] or "USB"
