"""R1: kill -9 at seeded points of a kiosk's life, in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.faults.count import count, figure


def test_r1_killed_again_and_again_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    kills = count(1000)
    command = [sys.executable, "-m", "tests.faults.killing", str(kills), str(tmp_path / "state")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    figure(
        "R1",
        f"kiosk killed {told['kills']} times ({told['died_at']}): {told['acknowledged']} requests said to be "
        f"recorded, {told['lost']} lost, {told['doubled']} doubled, {told['aside']} databases aside",
    )
    assert told["kills"] == kills
    assert told["acknowledged"] >= kills // 2
    assert told["delivered"] == told["acknowledged"]
    assert (told["lost"], told["doubled"], told["unfinished"], told["aside"]) == (0, 0, 0, 0)
