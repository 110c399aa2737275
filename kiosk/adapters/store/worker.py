"""One thread that owns the database; everybody else asks it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from kiosk.errors import StoreBusy

T = TypeVar("T")


class Worker:
    """Runs calls one after another; its thread starts with the first call and ends with `close`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._calls: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._lock = threading.Lock()

    def call(self, work: Callable[[], T]) -> T:
        """The result of `work`, or its error, once its turn has come. Raises StoreBusy after `close`."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise StoreBusy("the store is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._calls.put((work, future))
        return future.result()

    def close(self, last: Callable[[], None]) -> None:
        """Do what is already asked for, then `last`, then end. A second time does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            thread = self._thread
            if thread is not None:
                self._calls.put((last, Future()))
                self._calls.put(None)
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        while (item := self._calls.get()) is not None:
            work, future = item
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - it is raised again where the result is asked for
                future.set_exception(error)
