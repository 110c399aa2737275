"""A throwaway PostgreSQL cluster: a socket in a folder of its own, no port, nothing of it kept.

PostgreSQL refuses to run as root, so a root's tests start it as the user `postgres`.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from kiosk.hub.engine import create_engine
from kiosk.hub.migrate import migrate

USER = "postgres"
READY = "ready_made"  # a database of today's form, to copy
SETTINGS = ("listen_addresses=", "max_connections=120", "shared_buffers=64MB")
FORGETFUL = ("fsync=off", "full_page_writes=off")


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def url(self, name: str) -> str:
        """In SQLAlchemy's form."""
        return f"postgresql+psycopg://{USER}@/{name}?host={self.folder}"

    def new(self, template: str = "template1") -> str:
        """The URL of a new database."""
        self._made += 1
        name = f"hub_{self._made}"
        self.do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def within(self, url: str, statement: str) -> None:
        """Run one statement in that database."""
        with psycopg.connect(host=str(self.folder), user=USER, dbname=_name(url), autocommit=True) as line:
            line.execute(statement)

    def drop(self, url: str) -> None:
        self.do(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    def rename(self, url: str, name: str) -> None:
        self.do(f"ALTER DATABASE {_name(url)} RENAME TO {name}")

    def do(self, statement: str, *values: object) -> list[Any]:
        """Run one statement as the cluster's owner; its rows."""
        with psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True) as line:
            found = line.execute(statement, values)
            return found.fetchall() if found.description else []


class Shelf:
    """A database for each folder that asks, of today's form already; `clear` after each test."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._urls: dict[Path, str] = {}
        self._ready = False

    def of(self, folder: Path) -> str:
        if folder not in self._urls:
            self._make_ready()
            self._urls[folder] = self._cluster.new(READY)
        return self._urls[folder]

    def clear(self) -> None:
        while self._urls:
            self._cluster.drop(self._urls.popitem()[1])

    def _make_ready(self) -> None:
        if not self._ready:
            url = self._cluster.new()
            with ThreadPoolExecutor(1) as beside:  # a test may have a loop of its own in this thread
                beside.submit(asyncio.run, _migrated(url)).result()
            self._cluster.rename(url, READY)
            self._ready = True


async def _migrated(url: str) -> None:
    engine = create_engine(url, "")
    await migrate(engine)
    await engine.dispose()


def _name(url: str) -> str:
    return url.partition("/" * 2)[2].partition("/")[2].partition("?")[0]


def programs() -> Path:
    """Where initdb and postgres are: Debian keeps them beside the version, away from PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    assert found, "PostgreSQL is not installed: packaging/setup.sh test"
    return found[-1]


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A cluster that serves, and is gone afterwards; `durable` syncs what it writes, as one in earnest does."""
    with TemporaryDirectory(prefix="silver-key-pg-") as name:
        folder = Path(name)
        user: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = {"user": USER, "group": USER}
            subprocess.run(["chown", USER, name], check=True)
        data, bin_ = folder / "data", programs()
        init: list[str | Path] = [
            bin_ / "initdb",
            "-D",
            data,
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        subprocess.run(init, check=True, capture_output=True, cwd="/", **user)
        options = " ".join(
            f"-c {setting}"
            for setting in (*SETTINGS, *(() if durable else FORGETFUL), f"unix_socket_directories={folder}")
        )
        control: list[str | Path] = [bin_ / "pg_ctl", "-D", data, "-w"]
        log = folder / "log"
        start: list[str | Path] = [*control, "-l", log, "-o", options, "start"]
        subprocess.run(start, check=True, capture_output=True, cwd="/", **user)
        try:
            yield Cluster(folder)
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd="/", **user)
