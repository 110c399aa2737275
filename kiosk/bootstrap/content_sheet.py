"""The ceremony's sheet: what three people sign on paper, and what to do when a key is lost."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from jinja2 import Environment

from kiosk.hub.content.ceremony import administrator_key, stick_keys
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import name_of
from kiosk.hub.content.repository import load
from kiosk.hub.content.roles import ADMINISTRATOR_LIFE, OFFLINE_LIFE, WARN_BEFORE

TEMPLATE = Path(__file__).with_name("content_sheet.html")


def sheet(folder: Folder, now: datetime) -> str:
    """HTML for one printed page. Nothing on it opens anything. Raises ContentError."""
    state = load(folder)
    first = (folder.metadata / "1.root.json").read_bytes()
    keys = [*stick_keys(state), administrator_key(state)]
    template = Environment(autoescape=True).from_string(TEMPLATE.read_text("utf-8"))
    return template.render(
        keys=[{"name": name_of(key), "id": _groups(key.keyid[:24])} for key in keys],
        root=_groups(hashlib.sha256(first).hexdigest()[:32]),
        version=state.root.version,
        on=now.astimezone().date(),
        until=state.root.expires.date(),
        administrator_days=ADMINISTRATOR_LIFE.days,
        stick_days=OFFLINE_LIFE.days,
        warn_days=WARN_BEFORE.days,
    )


def _groups(digits: str) -> str:
    """As two people compare them aloud."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
