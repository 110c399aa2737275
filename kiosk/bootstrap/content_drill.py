"""The lost-key drill, on a copy of what is published: done for real there, and followed by a kiosk's own updater."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.adapters.content.catalogue import Catalogue, Means
from kiosk.adapters.content.disk import Disk
from kiosk.adapters.content.fetcher import file_url
from kiosk.errors import ContentError
from kiosk.hub.content.ceremony import replace_stick, stick_keys
from kiosk.hub.content.daily import sign_when_due
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import name_of, new_signer
from kiosk.hub.content.repository import load

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner


def drilled(copy: Folder, lost: str, others: Sequence[CryptoSigner], kiosk: Path, now: datetime) -> None:
    """Raises ContentError where the real thing would fail."""
    sign_when_due(copy, now)
    root = (copy.metadata / "1.root.json").read_bytes()
    _follow(copy, root, kiosk, now)
    replace_stick(copy, lost, new_signer("drill"), others, now)
    _follow(copy, root, kiosk, now)
    names = [name_of(key) for key in stick_keys(load(copy))]
    if lost in names or "drill" not in names:
        raise ContentError(f"the drill failed: the keys are {', '.join(names)}")


def _follow(copy: Folder, root: bytes, kiosk: Path, now: datetime) -> None:
    """As a kiosk does, from the root that it trusted first."""
    needs = Means(kiosk, root, now, "all", Disk(), lambda _: None)
    with Catalogue(file_url(copy.public), None, lambda: False, needs) as catalogue:
        catalogue.refresh()
        catalogue.versions("policies")
