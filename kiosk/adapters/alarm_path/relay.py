"""A configured program (lamp, siren, relay) as a way out for the alarm."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

from kiosk.errors import PathFailed
from kiosk.ports.alarm_path import AlarmNote, PathStep, Step, Told, Wanted

SECONDS = 8.0


@dataclass(frozen=True)
class RelayPath:
    """Runs `command` with the number and the place as its last two words; exit code 0 means that it switched.

    `probe` only looks whether the program is there: switching a siren for a test is for a person to do.
    """

    name: str
    command: tuple[str, ...]
    kind: str = "relay"
    shares: str = ""

    def send(self, note: AlarmNote, told: Told, wanted: Wanted) -> None:  # noqa: ARG002 - it is done at once
        try:
            done = subprocess.run(  # noqa: S603 - the administrator's own command, without a shell
                [*self.command, str(note.number), note.place],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PathFailed(f"no end within {SECONDS:g} s") from error
        except (OSError, ValueError) as error:
            raise PathFailed(f"cannot be started: {type(error).__name__}") from error
        if done.returncode:
            raise PathFailed(f"ended with {done.returncode}")
        told(PathStep(Step.OUT))

    def probe(self) -> None:
        if shutil.which(self.command[0]) is None:
            raise PathFailed(f"no program {self.command[0]}")

    def close(self) -> None: ...
