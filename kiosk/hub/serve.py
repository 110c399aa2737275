"""Runs the hub: in a process of its own (`kiosk hub serve`), or in a thread of another."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

import uvicorn

from kiosk.hub import migrate
from kiosk.hub.app import create_app
from kiosk.hub.ca import identity
from kiosk.hub.collector import spare
from kiosk.hub.core import Hub, assemble
from kiosk.hub.desk import install as install_desk
from kiosk.hub.errors import HubStartError
from kiosk.hub.keys import database_key
from kiosk.hub.listening import listen
from kiosk.hub.rehearsal import rehearse
from kiosk.hub.sameness import check_same
from kiosk.hub.settings import HubSettings

log = logging.getLogger(__name__)
CLOSE_SECONDS = 3
Ready = Callable[[str], None]
Make = Callable[[HubSettings], Hub]


def run(settings: HubSettings, on_ready: Ready) -> None:
    """Serve until told to stop (SIGTERM, SIGINT). `on_ready` gets the address once it answers.

    Raises HubStartError with one line. A database that is not of this program's form is refused, in the demo migrated.
    """
    Server(settings, on_ready, _whole_process).run()


def _whole_process(settings: HubSettings) -> Hub:
    hub = assemble(settings)
    hub.watch(spare)
    return hub


class Server:
    """A hub that another thread can stop. `run` blocks; `stop` may be called from any thread, also before `run`.

    `make` puts the hub's parts together; tests give it other ones.
    """

    def __init__(self, settings: HubSettings, on_ready: Ready, make: Make = assemble) -> None:
        self._settings = settings
        self._on_ready = on_ready
        self._make = make
        self._web: _Web | None = None
        self._stopped = False
        self._url = ""

    def run(self) -> None:
        asyncio.run(self._serve())

    def stop(self) -> None:
        self._stopped = True
        if self._web is not None:
            self._web.should_exit = True

    async def _serve(self) -> None:
        hub = self._make(self._settings)
        listening: socket.socket | None = None
        try:
            await self._prepare_database(hub)
            listening = _listen(self._settings)
            settings = self._settings
            url = settings.public_url or settings.address_with(listening.getsockname()[1])
            config = _config(hub, settings)
            if settings.database.startswith("postgresql"):
                await check_same(hub.database, database_key(settings.state_dir), hub.ca_pem)
            await rehearse(hub)
            self._web = _Web(config, hub, lambda: self._ready(url))
            if not self._stopped:
                await self._web.serve([listening])
        finally:
            if listening is not None:
                listening.close()
                self._leave()
            await hub.close()

    def _ready(self, url: str) -> None:
        self._url = url
        self._settings.served_at.write_text(url, "utf-8")
        self._on_ready(url)

    def _leave(self) -> None:
        """The address goes with its hub; another process's may stand there by now."""
        with suppress(OSError):
            if self._settings.served_at.read_text("utf-8") == self._url:
                self._settings.served_at.unlink()

    async def _prepare_database(self, hub: Hub) -> None:
        if self._settings.demo:
            await migrate.migrate(hub.database.engine)
        await migrate.check(hub.database.engine)


class _Web(uvicorn.Server):
    """uvicorn, told when it is ready, ending streams before it waits for them, and ending well on a signal."""

    def __init__(self, config: uvicorn.Config, hub: Hub, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._hub = hub
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.begin_close()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Asked to stop: the normal end. A second time: at once."""
        del sig, frame
        self.force_exit = self.should_exit
        self.should_exit = True


def _config(hub: Hub, settings: HubSettings) -> uvicorn.Config:
    certificate: Path | None = None
    key: Path | None = None
    if settings.tls:
        found = identity(settings.state_dir, settings.certified, hub.clock.now())
        certificate, key, hub.ca_pem = found.certificate, found.key, found.ca_pem
    return uvicorn.Config(
        create_app(hub, (install_desk,)),
        log_config=None,
        access_log=False,  # paths and addresses are nobody's business
        server_header=False,
        date_header=False,
        lifespan="on",
        timeout_graceful_shutdown=CLOSE_SECONDS,
        timeout_keep_alive=75,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )


def _listen(settings: HubSettings) -> socket.socket:
    try:
        return listen(settings.host, settings.port)
    except OSError as error:
        where = f"{settings.host} port {settings.port}"
        raise HubStartError(f"the hub cannot listen on {where}: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    """In the system's words alone; asyncio's and socket's additions name the address again."""
    return os.strerror(error.errno) if error.errno and error.errno in errno.errorcode else "no such host"
