"""好的: what was entered becomes a request, once, and its own screen follows."""

from __future__ import annotations

from typing import Any

from kiosk.domain.request import Request
from kiosk.errors import DuplicateWish
from kiosk.ports.navigator import Navigator
from kiosk.screens.doctor.asks import Calls
from kiosk.screens.doctor.draft import Page
from kiosk.screens.doctor.keeping import Keeping
from kiosk.screens.doctor.pages import DRAFT
from kiosk.services.requests import asked_here
from kiosk.services.screen import in_words


class Asking(Keeping):
    def __init__(self, *args: Any, navigator: Navigator, requests: Calls, **more: Any) -> None:
        super().__init__(*args, **more)
        self._navigator = navigator
        self._requests = requests

    def _ask_for_it(self, *, again: bool = False) -> None:
        if self._draft.booked_by_machine and not self._draft.hold:
            self._turn(Page.LAPSED)
            return
        self._update(busy=True, problem=None)
        guard = self._guard()
        wish = self._draft.wish(self._zone)
        self._requests.wish_appointment(
            wish, on_done=guard(self._asked_for), on_error=guard(self._not_asked_for), again=again
        )

    def _asked_for(self, request: Request) -> None:
        self._stop_watching()
        if self._draft.booked_by_machine:
            self._times.given()
        else:
            self._times.release()
        self._session.drop(DRAFT)
        self._session.keep(asked_here(request.id), True)
        self._navigator.replace("request", request_id=request.id)

    def _not_asked_for(self, error: Exception) -> None:
        self._update(busy=False)
        if isinstance(error, DuplicateWish):
            self._turn(Page.TWICE, called_at=error.at, called_id=error.request_id)
        else:
            self._problem(in_words(error))

    def _see_first(self) -> None:
        self._let_go()
        self._session.drop(DRAFT)
        self._navigator.replace("request", request_id=self._draft.called_id)
