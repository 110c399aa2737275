"""What the demo's control socket can do: tap, look, picture, and say what was spoken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.errors import KioskError
from kiosk.ui.finger import Finger

if TYPE_CHECKING:
    from kiosk.bootstrap.kiosk import Kiosk


class DemoHand:
    """Requests: {"do": "tap", "name"}, {"do": "look"}, {"do": "picture", "path"}, {"do": "raise"}, {"do": "hang"}."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._finger = Finger(kiosk.window)

    def do(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """One request, on the main thread. Raises KioskError for what cannot be done."""
        match request.get("do"):
            case "tap":
                if not self._finger.tap(str(request["name"])):
                    raise KioskError(f"no key {request['name']!r} on {self._kiosk.navigator.current}")
            case "picture":
                self._finger.picture(Path(str(request["path"])))
            case "look":
                pass
            case other:
                raise KioskError(f"unknown request {other!r}; tap, look or picture")
        return self._look()

    def _look(self) -> dict[str, Any]:
        kiosk = self._kiosk
        return {
            "screen": kiosk.navigator.current,
            "title": kiosk.window.windowTitle(),
            "names": self._finger.names(),
            "spoken": list(kiosk.voices.said),
            "online": kiosk.sync.online,
            "listening": kiosk.board.current.listening,
            "requests": [
                {"id": r.id, "kind": r.kind, "status": r.status, "number": r.number} for r in kiosk.requests.live()
            ],
            "alarm": str(kiosk.lane.state.phase),
        }
