"""What was published, when, and in whose name: one line of JSON each, only ever added to."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from kiosk.errors import ContentError
from kiosk.hub.content.folder import Folder
from kiosk.hub.owner import hand_over

FILE = "history.jsonl"


@dataclass(frozen=True)
class Entry:
    """`what` is published, offered (to a further channel), stopped or rolled_back; `source` the version whose files a
    roll-back took. `at` is ISO 8601."""

    at: str
    by: str
    what: str
    kind: str
    package: str
    version: int
    channel: str
    source: int = 0


def note(folder: Folder, now: datetime, entry: Entry) -> None:
    """Raises OSError. The caller holds the folder's lock."""
    line = json.dumps({**asdict(entry), "at": now.isoformat(timespec="seconds")}, ensure_ascii=False)
    descriptor = os.open(folder.private / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    hand_over(folder.private / FILE)
    with os.fdopen(descriptor, "ab") as file:
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def history(folder: Folder) -> tuple[Entry, ...]:
    """Oldest first; a line that a power cut tore is left out. Raises ContentError."""
    try:
        lines: Iterable[str] = (folder.private / FILE).read_text("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ContentError(f"{folder.private / FILE}: {error.strerror or error}") from error
    found = []
    for line in lines:
        try:
            found.append(Entry(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return tuple(found)
