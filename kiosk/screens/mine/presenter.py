"""Lists what is on its way and leads to each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Protocol

from kiosk.domain.request import Kind, Request
from kiosk.domain.story import tell
from kiosk.ports.clock import Cancel
from kiosk.ports.navigator import Navigator
from kiosk.screens.mine.state import Matter, State
from kiosk.services.saytime import time_words
from kiosk.services.screen import Presenter as Base
from kiosk.services.speech import Speaker
from kiosk.text import msg


class Live(Protocol):
    """kiosk.services.requests."""

    def live(self) -> tuple[Request, ...]: ...

    def watch(self, listener: Callable[[Request], None], /) -> Cancel: ...


class Presenter(Base[State]):
    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        requests: Live,
        zone: tzinfo | None = None,
    ) -> None:
        self._requests = requests
        self._zone = zone
        super().__init__(render, speech, self._now())
        self._navigator = navigator
        self._until_closed(requests.watch(lambda _request: self._redraw()))

    def chosen(self, request_id: str) -> None:
        if any(m.request_id == request_id for m in self._state.matters):
            self._navigator.go("request", request_id=request_id)

    def leave(self) -> None:
        self._navigator.home()

    def _redraw(self) -> None:
        fresh = self._now()
        if fresh != self._state:
            self._show(matters=fresh.matters)

    def _now(self) -> State:
        live = (r for r in self._requests.live() if r.kind is not Kind.ALARM)
        return State(tuple(self._matter(r) for r in live))

    def _matter(self, request: Request) -> Matter:
        at = time_words(request.created_at.astimezone(self._zone)) if request.created_at else None
        status = msg(f"request.moment_{tell(request).moment}")
        return Matter(request.id, str(request.kind), request.number, status, at)
