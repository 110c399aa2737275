"""Content on this kiosk: where it lies, where it comes from, and who looks for it. Loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.adapters.hub.credentials import load
from kiosk.config import Settings
from kiosk.ports.clock import Clock
from kiosk.ports.content_updates import Offer, OnProgress, Source, Stopped
from kiosk.services.content_updates import ContentService
from kiosk.ui.tasks import QtTasks

if TYPE_CHECKING:
    import ssl
    from datetime import datetime

    from kiosk.adapters.content.engine import Engine
    from kiosk.adapters.content.place import Place
    from kiosk.content.package.check import Means

FOLDER = "content"
PATH = "/content"
WORKERS = 2  # one fetches, perhaps for long; the other looks for sticks


class Content:
    """Installed content (kiosk.ports.installed_content) and the service that renews it."""

    def __init__(self, settings: Settings, clock: Clock, unforeseen: Callable[[Exception], None]) -> None:
        self._settings = settings
        self._tasks = QtTasks(WORKERS, on_unforeseen=unforeseen)
        updates = Updates(lambda: engine(settings, clock.now, self.place))
        every = settings.content.check_minutes * 60.0
        self.service = ContentService(updates, self._tasks, clock, partial(home, settings), every)

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


def engine(settings: Settings, now: Callable[[], datetime], place: Place) -> Engine:
    """Whoever brings content to this kiosk."""
    from kiosk.adapters.content.engine import Engine, Options
    from kiosk.bootstrap.policy_cards import read_policies

    wanted = settings.content
    options = Options(
        program=__version__,
        channel=wanted.channel,
        now=now,
        context=partial(context, settings),
        own=lambda: hub_address(settings),
        root=wanted.root_file,
        mounts=wanted.sticks_dir,
        means=means,
        opens=lambda: _ignore(read_policies(place)),
    )
    return Engine(place, options)


def home(settings: Settings) -> Source | None:
    """Where content comes from by itself; None before the kiosk has a hub or an address."""
    where = settings.content.url.rstrip("/") or hub_address(settings)
    return Source(where) if where else None


def hub_address(settings: Settings) -> str:
    """Where our own hub publishes; "" while there is none."""
    credentials = load(settings.kiosk.state_dir)
    return f"{credentials.hub_url.rstrip('/')}{PATH}" if credentials is not None else ""


def context(settings: Settings, where: str) -> ssl.SSLContext | None:
    """The hub's own authority for the hub, the machine's list for every other address."""
    from kiosk.adapters.hub.tls import pinned

    credentials = load(settings.kiosk.state_dir)
    ours = credentials is not None and where == hub_address(settings)
    if not where.startswith("https:"):
        return None
    return pinned(credentials.ca_pem if ours and credentials is not None else "")


def means() -> Means:
    """What a package is tested against here: pictures that this program has. Words are the publisher's matter: a new
    program with a longer list of hard ones must not throw out what residents use."""
    from kiosk.adapters.first_aid import readable
    from kiosk.bootstrap.content_means import pictures
    from kiosk.content.package.check import Means

    return Means(pictures=pictures(), others={"first-aid": readable})


def _ignore(_: object) -> None:
    return None
