"""What every presenter shares: one state, one render, nothing after `close`, late answers dropped, errors in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Generic, Protocol, TypeVar

from kiosk.errors import KioskError
from kiosk.ports.clock import Cancel
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg

A = TypeVar("A")


class ScreenState(Protocol):
    """`say` is said on arriving; `aloud` is everything that is shown, for 听一听 (U10), personal parts marked."""

    @property
    def title(self) -> Message: ...

    @property
    def say(self) -> tuple[Message, ...]: ...

    @property
    def aloud(self) -> tuple[Message, ...]: ...


S = TypeVar("S", bound=ScreenState)


class Guard:
    """Wraps callbacks so that a late answer changes nothing."""

    def __init__(self, counts: Callable[[], bool]) -> None:
        self._counts = counts

    def __call__(self, call: Callable[[A], None]) -> Callable[[A], None]:
        def guarded(answer: A) -> None:
            if self._counts():
                call(answer)

        return guarded


class Presenter(Generic[S]):
    """Holds one frozen state and shows each new one. Made with its screen, closed with it."""

    def __init__(self, render: Callable[[S], None], speech: Speaker, state: S) -> None:
        self._render = render
        self._speech = speech
        self._state = state
        self._generation = 0
        self._closed = False
        self._cancels: list[Cancel] = []

    @property
    def state(self) -> S:
        return self._state

    @property
    def closed(self) -> bool:
        return self._closed

    def attach(self, render: Callable[[S], None]) -> None:
        """Draw on another view from now on: the same screen in other colours, sizes or words."""
        self._render = render
        render(self._state)

    def open(self) -> None:
        """Show the first state and say what this screen is."""
        self._render(self._state)
        self._speech.say(*self._state.say)

    def read_aloud(self) -> None:
        """听一听: everything that is shown, personal things too, because the resident asked."""
        self._speech.say(*self._state.aloud, personal_too=True)

    def back(self) -> bool:
        """返回 within the screen; False when the screen itself is to be left."""
        return False

    def home(self) -> bool:
        """首页: False when nothing speaks against leaving."""
        return False

    def close(self) -> None:
        self._closed = True
        self._generation += 1
        for cancel in self._cancels:
            cancel()
        self._cancels.clear()

    def _show(self, *, aloud: bool = False, **changes: Any) -> None:
        if self._closed:
            return
        self._state = replace(self._state, **changes)  # type: ignore[type-var]  # every state is a dataclass
        self._render(self._state)
        if aloud:
            self._speech.say(*self._state.say)

    def _until_closed(self, cancel: Cancel) -> None:
        self._cancels.append(cancel)

    def _guard(self) -> Guard:
        """For a new question: its answers count until the next question or `close`."""
        self._generation += 1
        mine = self._generation
        return Guard(lambda: mine == self._generation and not self._closed)


def in_words(error: Exception) -> Message:
    """What happened and what to do now."""
    return error.message if isinstance(error, KioskError) else msg("error.unforeseen")
