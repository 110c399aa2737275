"""A hospital with one department of 10,000 times, in a process of its own; prints its address."""

from __future__ import annotations

import uvicorn

from kiosk.hub.clock import SystemClock
from kiosk.hub.hospital.demo.app import create_app
from kiosk.hub.hospital.demo.store import Store
from kiosk.hub.hospital.demo.world import Plan
from kiosk.hub.listening import listen

DOCTORS = 34  # times 26 quarters of an hour on each of 12 days: 10,608


def main() -> None:
    listening = listen()
    print(f"http://127.0.0.1:{listening.getsockname()[1]}/big", flush=True)  # noqa: T201 - who started it reads this
    store = Store(Plan((("全科", ""),), doctors=DOCTORS), SystemClock())
    config = uvicorn.Config(create_app({"big": store}), log_config=None, access_log=False, lifespan="off")
    uvicorn.Server(config).run([listening])


if __name__ == "__main__":
    main()
