"""What runs on a kiosk and a hub is in the lock file to run with: a tool for tests must not bring it in unseen."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

LOCK = Path(__file__).resolve().parents[2] / "packaging" / "requirements.lock"
OURS = {"kiosk", "silver-key"}

HUB = """
import asyncio, tempfile
from pathlib import Path
from kiosk.hub.app import create_app
from kiosk.hub.core import assemble
from kiosk.hub.desk import install
from kiosk.hub.migrate import migrate
from kiosk.hub.settings import HubSettings
import kiosk.hub.commands, kiosk.hub.serve

async def run():
    with tempfile.TemporaryDirectory() as folder:
        hub = assemble(HubSettings(state_dir=Path(folder), tls=False))
        create_app(hub, (install,))
        await migrate(hub.database.engine)
        await hub.close()

asyncio.run(run())
"""
KIOSK = """
import os, tempfile
from datetime import UTC, datetime
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import kiosk.bootstrap.kiosk, kiosk.bootstrap.voice, kiosk.bootstrap.screens, kiosk.adapters.enrolment
import kiosk.adapters.hub.wire, kiosk.adapters.ids, kiosk.voice.worker, kiosk.voice.engine, kiosk.protocol.models
from kiosk.adapters.store import SqlStore
with tempfile.TemporaryDirectory() as folder:
    store = SqlStore(Path(folder), lambda: "0" * 64, lambda: datetime.now(UTC))
    store.open()
    store.close()
"""
WITHOUT = """
import sys

class Absent:
    names = {names!r}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"not locked to run with: {{name}}", name=name)

sys.meta_path.insert(0, Absent())
"""


def locked() -> set[str]:
    return {_plain(name) for name in re.findall(r"^([A-Za-z0-9_.-]+)==", LOCK.read_text("ascii"), re.MULTILINE)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def absent() -> set[str]:
    """The modules that a machine set up to run has not got."""
    known = locked() | OURS
    owners = packages_distributions()
    return {module for module, names in owners.items() if not known & {_plain(name) for name in names}}


@pytest.mark.parametrize("program", [HUB, KIOSK], ids=["hub", "kiosk"])
def test_what_runs_needs_only_what_is_locked_to_run(program: str) -> None:
    missing = absent()
    assert {"pytest", "playwright", "pypinyin"} <= missing
    code = WITHOUT.format(names=sorted(missing)) + program
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
