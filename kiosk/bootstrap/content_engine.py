"""Whoever brings content to this kiosk, for the kiosk itself and for the command line; needs no window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.adapters.hub.credentials import load
from kiosk.config import Settings
from kiosk.ports.content_updates import Source

if TYPE_CHECKING:
    import ssl
    from datetime import datetime
    from pathlib import Path

    from kiosk.adapters.content.engine import Engine
    from kiosk.adapters.content.place import Place
    from kiosk.content.package.check import Means
    from kiosk.content.policy.cards_reader import Fault

FOLDER = "content"
PATH = "/content"


def engine(settings: Settings, now: Callable[[], datetime], place: Place) -> Engine:
    """Whoever brings content to this kiosk."""
    from kiosk.adapters.content.engine import Engine, Options

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
        opens=partial(opens, place),
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
    from kiosk.adapters.lessons import lesson_files
    from kiosk.bootstrap.content_means import pictures
    from kiosk.content.lessons.check import check_lessons
    from kiosk.content.package.check import Means

    def lessons(folder: Path) -> list[Fault]:
        return check_lessons(lesson_files((folder,)))[2]

    return Means(pictures=pictures(), others={"first-aid": readable, "lessons": lessons})


def opens(place: Place) -> None:
    """Reads what is installed as the screens do, all packages of a kind together. Raises KioskError."""
    from kiosk.adapters.first_aid import load_aids
    from kiosk.adapters.lessons import load_lessons
    from kiosk.adapters.policy_cards import CARDS, load_cards
    from kiosk.adapters.quarter import load_quarter

    kinds = {key.partition("/")[0] for key in place.versions()}
    if "policies" in kinds:
        load_cards(*(folder / CARDS.name for folder in place.folders("policies")))
    if "lessons" in kinds:
        load_lessons(*place.folders("lessons"))
    for folder in place.folders("first-aid") if "first-aid" in kinds else ():
        load_aids(folder)
    if kinds & {"notices", "directory"}:
        load_quarter(place.folders("notices"), place.folders("directory"))
