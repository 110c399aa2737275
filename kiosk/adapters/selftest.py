"""What the morning's self-test needs of the machine: a program of its own to look, and a file to remember."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.adapters.files import write_private
from kiosk.domain.selftest import Row, SelfTest
from kiosk.errors import StoreError
from kiosk.services.selftest import Kept

FILE = "selftest.json"
LONGEST = 180.0  # seconds; every part has a time-out of its own, and the paths are asked one after another


def look(command: Sequence[str]) -> tuple[Row, ...]:
    """Run `kiosk selftest --json` beside the kiosk: a part that hangs or crashes takes nothing with it.

    Raises OSError, ValueError, subprocess.TimeoutExpired: then it could not be made.
    """
    done = subprocess.run(  # noqa: S603 - our own program
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=LONGEST,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return tuple(_row(row) for row in json.loads(done.stdout)["rows"])


class SelfTestFile:
    """See kiosk.services.selftest.Memory. `state_dir`/selftest.json: codes and times, nobody's data."""

    def __init__(self, state_dir: Path) -> None:
        self._path = state_dir / FILE

    def load(self) -> Kept:
        try:
            held = json.loads(self._path.read_bytes())
            untold = held["untold"]
            rows = tuple(_row(row) for row in untold["rows"]) if untold else ()
            test = SelfTest(str(untold["id"]), datetime.fromisoformat(untold["at"]), rows) if untold else None
            return Kept(str(held["day"]), test if test is None or test.at.tzinfo else None)
        except FileNotFoundError:
            return Kept()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{FILE}: {type(error).__name__}") from error

    def save(self, kept: Kept) -> None:
        untold = kept.untold
        test = (
            {"id": untold.id, "at": untold.at.isoformat(), "rows": [vars(r) for r in untold.rows]} if untold else None
        )
        try:
            write_private(self._path, json.dumps({"day": kept.day, "untold": test}).encode())
        except OSError as error:
            raise StoreError(f"{FILE}: {error.strerror}") from error


def _row(raw: dict[str, Any]) -> Row:
    return Row(str(raw["part"]), raw["ok"] is True, str(raw.get("name", "")), str(raw.get("detail", "")))
