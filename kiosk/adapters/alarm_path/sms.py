"""A gateway for short messages over HTTP as a way out for the alarm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import PathFailed
from kiosk.ports.alarm_path import AlarmNote, PathStep, Step, Told, Wanted

if TYPE_CHECKING:
    import requests

SECONDS = 8.0


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
    shares: str = ""

    def send(self, note: AlarmNote, told: Told, wanted: Wanted) -> None:  # noqa: ARG002 - it is done at once
        answer = self._ask("POST", {"to": list(self.to), "text": self.text(note), "id": note.id})
        if not 200 <= answer.status_code < 300:
            raise PathFailed(f"the gateway said {answer.status_code}")
        told(PathStep(Step.OUT))

    def probe(self) -> None:
        answer = self._ask("OPTIONS", None)
        if answer.status_code >= 500 or answer.status_code in (401, 403):
            raise PathFailed(f"the gateway said {answer.status_code}")

    def close(self) -> None: ...

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
