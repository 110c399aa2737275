"""Background work for the window: an executor, and one signal back to the main thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
OnError = Callable[[Exception], None]


class QtTasks(QObject):
    """Make it on the main thread. Answers arrive there, in the order in which the work ended; none after `close()`.

    A receiver whose widget is gone already is no error: its answer is dropped.
    """

    _arrived = Signal(object)

    def __init__(self, workers: int = 4, on_unforeseen: OnError | None = None) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="task")
        self._unforeseen = on_unforeseen
        self._open = True
        self._arrived.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def submit(
        self, work: Callable[[], T], on_done: Callable[[T], None] | None = None, on_error: OnError | None = None
    ) -> None:
        """Runs `work` off the main thread, then one of the two on it. An error without `on_error` is unforeseen."""
        if self._open:
            future = self._pool.submit(work)
            future.add_done_callback(lambda done: self.to_main(lambda: self._answer(done, on_done, on_error)))

    def to_main(self, call: Callable[[], None]) -> None:
        """Runs `call` on the main thread soon; may be called from any thread."""
        if self._open:
            try:
                self._arrived.emit(call)
            except RuntimeError:  # the Qt side is gone already: the program is ending
                self._open = False

    def close(self) -> None:
        """Drops what waits; work under way is left to end by itself."""
        self._open = False
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _answer(
        self, done: Future[T], on_done: Callable[[T], None] | None, on_error: OnError | None
    ) -> None:  # fmt: skip
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            if on_done:
                on_done(done.result())
        elif isinstance(error, Exception) and (on_error or self._unforeseen):
            (on_error or self._unforeseen)(error)  # type: ignore[misc]
        else:
            raise error

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        if not self._open:
            return
        try:
            call()
        except RuntimeError as error:
            if "already deleted" not in str(error):
                self._report(error)
        except Exception as error:  # noqa: BLE001 - the last resort of this thread of work
            self._report(error)

    def _report(self, error: Exception) -> None:
        if self._unforeseen is None:
            raise error
        self._unforeseen(error)
