"""Background work without threads: at once, or when the test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class InlineTasks:
    """Everything happens before `submit` returns."""

    def __init__(self) -> None:
        self.closed = False

    def submit(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        try:
            result = work()
        except Exception as error:
            if on_error is None:
                raise
            failure, told = error, on_error
            self.to_main(lambda: told(failure))
            return
        if on_done is not None:
            self.to_main(lambda: on_done(result))

    def to_main(self, call: Callable[[], None]) -> None:
        if not self.closed:
            call()

    def close(self) -> None:
        self.closed = True


class ManualTasks(InlineTasks):
    """Work waits until `run_one` or `run`; calls to the main thread happen at once."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Callable[[], None]] = []

    def submit(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        self._waiting.append(lambda: InlineTasks.submit(self, work, on_done, on_error))

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def run_one(self) -> None:
        self._waiting.pop(0)()

    def run(self) -> None:
        while self._waiting:
            self.run_one()
