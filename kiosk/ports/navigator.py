"""Moving between screens."""

from __future__ import annotations

from typing import Any, Protocol


class Navigator(Protocol):
    """Screens are named as their package under kiosk.screens; `args` are what that screen's factory takes."""

    def go(self, screen: str, /, **args: Any) -> None: ...

    def replace(self, screen: str, /, **args: Any) -> None:
        """Go on without leaving this screen behind for 返回."""
        ...

    def back(self) -> None: ...

    def home(self) -> None: ...

    @property
    def current(self) -> str: ...
