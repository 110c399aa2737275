"""Serves the invented hospitals on this machine, within the hub's own loop and only while it runs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import uvicorn

from kiosk.config import Hospital
from kiosk.hub.clock import HubClock
from kiosk.hub.hospital.demo.app import create_app
from kiosk.hub.hospital.demo.store import Store
from kiosk.hub.hospital.demo.world import Plan, plan
from kiosk.hub.listening import listen


class DemoHospitals:
    """`url` is where a hospital answers once `run` does; who asks before that waits a moment."""

    def __init__(self, wanted: Sequence[Hospital], clock: HubClock, folder: Path) -> None:
        self._wanted = wanted
        self._clock = clock
        self._folder = folder
        self._listening = listen()

    def url(self, hospital: str) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/{hospital}"

    async def run(self) -> None:
        """Until cancelled."""
        stores = {
            one.id: Store(_plan(one, index), self._clock, self._folder / f"demo-hospital-{one.id}.json")
            for index, one in enumerate(self._wanted)
        }
        config = uvicorn.Config(create_app(stores), log_config=None, access_log=False, lifespan="off")
        server = _Quiet(config)
        try:
            await server.serve([self._listening.dup()])
        except asyncio.CancelledError:
            server.force_exit = True
            await server.shutdown()
            raise

    def close(self) -> None:
        self._listening.close()


def _plan(one: Hospital, index: int) -> Plan:
    made = plan(one.kind, index)
    return replace(made, address=one.detail) if one.detail else made


class _Quiet(uvicorn.Server):
    """Signals are the hub's to hear."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
