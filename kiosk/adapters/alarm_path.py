"""Paths for the alarm: a configured program (lamp, siren, relay), and a gateway for short messages over HTTP."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import PathFailed
from kiosk.ports.alarm_path import AlarmNote

if TYPE_CHECKING:
    import requests

SECONDS = 8.0


@dataclass(frozen=True)
class RelayPath:
    """Runs `command` with the number and the place as its last two words; exit code 0 means that it switched.

    `probe` only looks whether the program is there: switching a siren for a test is for a person to do.
    """

    name: str
    command: tuple[str, ...]
    kind: str = "relay"

    def send(self, note: AlarmNote) -> None:
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

    def probe(self) -> None:
        if shutil.which(self.command[0]) is None:
            raise PathFailed(f"no program {self.command[0]}")


@dataclass(frozen=True)
class SmsPath:
    """POST {"to": […], "text": "…", "id": "…"} as JSON, with `Authorization: Bearer` from a file; 2xx: taken.

    `text` writes one short message, for a small telephone. `id` is the alarm's: a gateway that knows it may drop a
    second one. `probe` asks OPTIONS of the same address: any answer below 500 shows that somebody is there.
    """

    name: str
    url: str
    to: tuple[str, ...]
    text: Callable[[AlarmNote], str]
    token_file: Path | None = None
    kind: str = "sms"

    def send(self, note: AlarmNote) -> None:
        answer = self._ask("POST", {"to": list(self.to), "text": self.text(note), "id": note.id})
        if not 200 <= answer.status_code < 300:
            raise PathFailed(f"the gateway said {answer.status_code}")

    def probe(self) -> None:
        answer = self._ask("OPTIONS", None)
        if answer.status_code >= 500 or answer.status_code in (401, 403):
            raise PathFailed(f"the gateway said {answer.status_code}")

    def _ask(self, method: str, body: object) -> requests.Response:
        import requests

        try:
            with requests.Session() as session:
                session.trust_env = False
                return session.request(
                    method, self.url, json=body, headers=self._headers(), timeout=SECONDS, allow_redirects=False
                )
        except requests.RequestException as error:
            raise PathFailed(f"the gateway cannot be reached: {type(error).__name__}") from error

    def _headers(self) -> dict[str, str]:
        if self.token_file is None:
            return {}
        try:
            return {"Authorization": f"Bearer {self.token_file.read_text('utf-8').strip()}"}
        except (OSError, ValueError) as error:
            raise PathFailed(f"{self.token_file.name} cannot be read") from error
