"""Work off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Tasks(Protocol):
    """`submit` runs `work` elsewhere; `on_done` or `on_error` come back on the main thread, never after `close`."""

    def submit(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None: ...

    def to_main(self, call: Callable[[], None]) -> None:
        """Run `call` on the main thread, from any thread."""
        ...

    def close(self) -> None: ...
