"""What the demo's control socket can do: tap, look, and take a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.errors import KioskError
from kiosk.ui.finger import Finger
from kiosk.ui.window import KioskWindow


class DemoHand:
    """Requests: {"do": "tap", "name"}, {"do": "look"}, {"do": "picture", "path"}; all are answered with a look.
    {"do": "held"} adds what every widget holds, shown or not, and the clipboard: what the next person could find (S3).

    `inside` adds what a look at the glass cannot tell: which screen it is, what was said, how requests stand.
    """

    def __init__(self, window: KioskWindow, inside: Callable[[], dict[str, Any]]) -> None:
        self._window = window
        self._inside = inside
        self._finger = Finger(window)

    def do(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """One request, on the main thread. Raises KioskError for what cannot be done."""
        match request.get("do"):
            case "tap":
                if not self._finger.tap(str(request["name"])):
                    raise KioskError(f"no key {request['name']!r} on {self._window.windowTitle()}")
            case "picture":
                self._finger.picture(Path(str(request["path"])))
            case "held":
                return {"held": self._finger.held()}
            case "look":
                pass
            case other:
                raise KioskError(f"unknown request {other!r}; tap, look, held or picture")
        names, keys = self._finger.names(), self._finger.keys()
        return {"title": self._window.windowTitle(), "names": names, "keys": keys, **self._inside()}
