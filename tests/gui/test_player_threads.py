"""What the player's own threads do on their way out needs nothing of Python, whoever holds it at that moment."""

from __future__ import annotations

import subprocess
import sys

import pytest

PARTING = """
import ctypes, sys
from PySide6.QtCore import SIGNAL, QThread
from PySide6.QtWidgets import QMenu
from kiosk.adapters.player import QtPlayer
from kiosk.ui.app import create_app
app, player, thread, menu = create_app(), QtPlayer(), QThread(), QMenu()
player.prepare()
name = sys.argv[1]
owner = player._player if name == "metaDataChanged()" else player._output
before = owner.receivers(SIGNAL(name))
listener = menu.addAction("made by Qt, not by Python, as the player's own are")
listener.setParent(None)
getattr(owner, name.partition("(")[0]).connect(listener.deleteLater)
listener.moveToThread(thread)
pause = ctypes.PyDLL(None).usleep  # keeps Python
thread.start()
while not thread.loopLevel():
    thread.wait(5)
sys.setswitchinterval(1000)  # Python is kept for as long as nothing has to be waited for
listener.deleteLater()  # on its own thread
for _ in range(1000):
    if owner.receivers(SIGNAL(name)) == before:
        break
    pause(2_000)
print(owner.receivers(SIGNAL(name)) - before, flush=True)
thread.quit()
thread.wait()
"""


@pytest.mark.parametrize("signal", ["metaDataChanged()", "mutedChanged(bool)"])
def test_a_listener_that_parts_on_another_thread_does_not_wait_for_python(signal: str) -> None:
    """Qt asked there whether Python overrides `disconnectNotify`, with a lock in its hand: the screen stood still."""
    words = [sys.executable, "-c", PARTING, signal]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "0\n"), done.stderr
