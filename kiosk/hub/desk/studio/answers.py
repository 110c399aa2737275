"""What the studio's refusals are in words, and the package that a page is about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kiosk.content.package.edit import ByHand
from kiosk.content.package.errors import PackageError
from kiosk.errors import ContentError
from kiosk.hub.core import Hub
from kiosk.hub.desk import times
from kiosk.hub.errors import NotFound
from kiosk.hub.studio.errors import NotHere, NothingToUndo, NotPossible, Refused, Stale
from kiosk.hub.studio.overview import Published, Row, published, row
from kiosk.hub.studio.signing import KEYS
from kiosk.text import Message, msg

T = TypeVar("T")


async def away(work: Callable[[], T]) -> T:
    """In a thread: it waits for the disk. What is not there becomes the page that says so."""
    try:
        return await asyncio.to_thread(work)
    except NotHere as error:
        raise NotFound(str(error)) from error


def why(error: ContentError | OSError) -> Message:
    """For the person who asked."""
    if isinstance(error, Refused):
        return msg(f"desk.studio.bad.{error.reason}", name=key_called(error.name))
    if isinstance(error, Stale):
        at = times.clock(error.at) if error.at else ""
        return msg("desk.studio.bad.stale", name=error.by or "?", at=at)
    if isinstance(error, NothingToUndo):
        return msg("desk.studio.bad.undo")
    if isinstance(error, NotPossible):
        return msg("desk.studio.bad.not_possible")
    if isinstance(error, ByHand):
        return msg("desk.studio.bad.by_hand")
    if isinstance(error, PackageError):
        return msg("desk.studio.bad.faults")
    return msg("desk.studio.bad.other", why=str(error))


def key_called(name: str) -> Message:
    """A key by what people call it."""
    return msg("desk.studio.key.administrator") if name == "administrator" else msg("desk.studio.key.other", name=name)


async def about(hub: Hub, package: str) -> tuple[Row, Published]:
    """The package's line and what is published; raises NotFound."""
    known = await asyncio.to_thread(published, hub.content, hub.clock.now())
    for draft in await away(hub.studio.packages):
        if draft.manifest.id == package:
            return row(draft, known), known
    raise NotFound(package)


def key_places(hub: Hub) -> tuple[Path, ...]:
    """Where keys for signing may lie at this hub."""
    return (hub.settings.state_dir / KEYS, hub.settings.sticks_dir)
