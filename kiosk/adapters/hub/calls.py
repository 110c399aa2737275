"""Single questions to the hub, from any thread: each has a conversation to itself while it lasts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.heavy import load
from kiosk.errors import HubUnreachable, NotEnrolled

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kiosk.adapters.hub.wire import Patience, Wire

M = TypeVar("M", bound="BaseModel")
MOST_IDLE = 2


class Calls:
    """`credentials` is asked again after the hub has refused them or was not where it was, as by HubClient."""

    def __init__(
        self, credentials: Callable[[], Credentials | None], *, program: str = "", patience: Patience | None = None
    ) -> None:
        self._source = credentials
        self._program = program
        self._patience = patience
        self._idle: list[Wire] = []
        self._busy: set[Wire] = set()
        self._lock = threading.Lock()
        self._closed = False

    def ask(
        self,
        method: str,
        path: str,
        answer: type[M],
        body: BaseModel | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> M:
        """The hub's answer; `answer` is Nothing (kiosk.adapters.hub.wire) where none is expected.

        Raises HubUnreachable, HubRefused with the problem's code, or NotEnrolled.
        """
        wire = self._take()
        good = False
        try:
            result = wire.call(method, path, answer, body, headers=headers)
            good = True
        except (NotEnrolled, HubUnreachable):
            self._drop_idle()
            raise
        finally:
            self._give_back(wire, good)
        return result

    def close(self) -> None:
        """End what is under way, at once, and every later question with HubUnreachable."""
        with self._lock:
            self._closed = True
            busy, self._idle = set(self._busy), []
        for wire in busy:
            wire.close()

    def _take(self) -> Wire:
        load()
        from kiosk.adapters.hub.wire import Patience, Wire

        with self._lock:
            if self._closed:
                raise HubUnreachable("closed", sent=False)
            wire = self._idle.pop() if self._idle else None
        if wire is None:
            known = self._source()
            if known is None:
                raise NotEnrolled("not enrolled")
            wire = Wire(known, self._program, self._patience or Patience())
        with self._lock:
            self._busy.add(wire)
        return wire

    def _give_back(self, wire: Wire, good: bool) -> None:
        with self._lock:
            self._busy.discard(wire)
            if good and not self._closed and len(self._idle) < MOST_IDLE:
                self._idle.append(wire)

    def _drop_idle(self) -> None:
        with self._lock:
            self._idle = []
