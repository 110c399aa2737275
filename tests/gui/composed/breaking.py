"""Breaks the kiosk from within, with something on the tongue that no log may hold."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from kiosk.bootstrap.screens import view_class
from kiosk.screens.specimens import screens
from kiosk.ui.navigator import intents

CANARY = "13800000000"
SORRY = "对不起，请稍等"


class Broken(Exception):
    """Carries what a resident entered, as a parser's or a database's error would."""


def breaker(self: object, *_: object, **__: object) -> Any:
    """Stands in for a method; its error names the number and the whole state."""
    raise Broken(f"{CANARY} {getattr(self, '_state', '')}")


class Fuse:
    """Lets a method of a class through until it is blown; from then on it breaks. Set it before the screen opens."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> None:
        self.blown = False
        real = getattr(owner, name)

        def method(this: object, *args: object, **more: object) -> Any:
            return breaker(this) if self.blown else real(this, *args, **more)

        monkeypatch.setattr(owner, name, method)


def presenter(screen: str) -> type:
    return import_module(f"kiosk.screens.{screen}.presenter").Presenter  # type: ignore[no-any-return]


def view(screen: str) -> Any:
    return view_class(screen)


def every_intent() -> list[tuple[str, str]]:
    """(screen, signal) of all screens, by the rule by which views are bound to presenters."""
    return [(screen, name) for screen in screens() for name in intents(view(screen))]
