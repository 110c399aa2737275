"""Decides where each key of the home screen leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.request import Kind, Request
from kiosk.ports.clock import Cancel
from kiosk.ports.navigator import Navigator
from kiosk.screens.home.state import State
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session
from kiosk.services.speech import Speaker

TAUGHT = ("taxi", "doctor")
"""Services with a lesson of their name."""


class Live(Protocol):
    """What is on its way; kiosk.services.requests."""

    def live(self) -> tuple[Request, ...]: ...

    def watch(self, listener: Callable[[Request], None], /) -> Cancel: ...


class News(Protocol):
    """What is newly possible for who stands there; kiosk.services.policy_news."""

    @property
    def any(self) -> bool: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...


class Quarter(Protocol):
    """What the centre tells today; kiosk.services.quarter."""

    @property
    def notices(self) -> bool: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...


class Presenter(Base[State]):
    """`raise_alarm` starts the alarm lane and shows its screen: the same call as the bar's key."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        requests: Live,
        raise_alarm: Callable[[], None],
        news: News,
        quarter: Quarter,
    ) -> None:
        super().__init__(render, speech, State(_waiting(requests), _stopped(session), news.any, quarter.notices))
        self._navigator = navigator
        self._session = session
        self._requests = requests
        self._raise_alarm = raise_alarm
        self._until_closed(requests.watch(self._changed))
        self._until_closed(news.watch(lambda: self._show(news=news.any)))
        self._until_closed(quarter.watch(lambda: self._show(notices=quarter.notices)))

    def chosen(self, key: str) -> None:
        if key == "alarm":
            self._raise_alarm()
            return
        if key == "lessons" and self._state.stopped:
            self._session.drop(self._state.stopped)
            self._navigator.go("lessons", lesson=self._state.stopped)
            return
        self._session.drop(key)
        self._navigator.go(key)

    def _changed(self, _request: Request) -> None:
        waiting = _waiting(self._requests)
        if waiting != self._state.waiting:
            self._show(waiting=waiting)


def _stopped(session: Session) -> str:
    """The service that was begun in this session and not brought to its end."""
    return next((name for name in TAUGHT if session.kept(name) is not None), "")


def _waiting(requests: Live) -> int:
    """As 我的事情 counts them: an alarm has its own screen."""
    return sum(1 for request in requests.live() if request.kind is not Kind.ALARM)
