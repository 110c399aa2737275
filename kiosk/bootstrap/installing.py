"""Content on this kiosk: where it lies, where it comes from, and who looks for it. Loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.bootstrap.content_engine import FOLDER, engine, home
from kiosk.config import Settings
from kiosk.ports.clock import Clock
from kiosk.ports.content_updates import Offer, OnProgress, Source, Stopped
from kiosk.services.content_updates import FIRST_SECONDS, ContentService
from kiosk.ui.tasks import QtTasks

if TYPE_CHECKING:
    from kiosk.adapters.content.engine import Engine
    from kiosk.adapters.content.place import Place

WORKERS = 2  # one fetches, perhaps for long; the other looks for sticks
DEMO_SECONDS = 5.0
"""Who shows the studio to somebody does not wait for an hour; the demonstration's hub is on the same machine."""


class Content:
    """Installed content (kiosk.ports.installed_content) and the service that renews it."""

    def __init__(self, settings: Settings, clock: Clock, unforeseen: Callable[[Exception], None]) -> None:
        self._settings = settings
        self._tasks = QtTasks(WORKERS, on_unforeseen=unforeseen)
        updates = Updates(lambda: engine(settings, clock.now, self.place))
        demo = settings.kiosk.demo
        self.service = ContentService(
            updates,
            self._tasks,
            clock,
            partial(home, settings),
            DEMO_SECONDS if demo else settings.content.check_minutes * 60.0,
            first_seconds=DEMO_SECONDS if demo else FIRST_SECONDS,
            versions=self.versions,
        )

    @cached_property
    def place(self) -> Place:
        from kiosk.adapters.content.place import Place

        return Place(self._settings.kiosk.state_dir / FOLDER)

    def folders(self, kind: str) -> tuple[Path, ...]:
        return self.place.folders(kind)

    def versions(self) -> Mapping[str, int]:
        return self.place.versions()

    def close(self) -> None:
        self.service.close()
        self._tasks.close()


class Updates:
    """The engine, made at the first call and off the main thread."""

    def __init__(self, make: Callable[[], Engine]) -> None:
        self._make = make

    @cached_property
    def _engine(self) -> Engine:
        return self._make()

    def look(self, source: Source, stopped: Stopped) -> Offer:
        return self._engine.look(source, stopped)

    def install(self, source: Source, on_progress: OnProgress, stopped: Stopped) -> Offer:
        return self._engine.install(source, on_progress, stopped)

    def examine(self) -> bool:
        return self._engine.examine()

    def sticks(self) -> tuple[Source, ...]:
        return self._engine.sticks()
