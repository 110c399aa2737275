"""The web application: routes, limits and problems around one hub."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from kiosk import __version__
from kiosk.hub.api import (
    appointments,
    attachments,
    cap,
    entry,
    lessons,
    problems,
    requests,
    residents,
    selftests,
    staff,
    stream,
    webhooks,
)
from kiosk.hub.api.guard import Guard
from kiosk.hub.api.turns import Turns
from kiosk.hub.content.served import serve
from kiosk.hub.core import Hub

Part = Callable[[FastAPI, Hub], None]


def create_app(hub: Hub, parts: Sequence[Part] = ()) -> FastAPI:
    """The application; `parts` install themselves (the desk). Its lifespan starts and closes the hub."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await hub.start()
        try:
            yield
        finally:
            await hub.close()

    app = FastAPI(
        title="银色一键通 Silver Key hub",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,  # these pages load a stranger's script, which would run beside the desk's session
        redoc_url=None,
    )
    app.state.hub = hub
    problems.install(app)
    app.add_middleware(Turns)
    app.add_middleware(Guard, clock=hub.clock)
    for router in (
        appointments.router,
        attachments.router,
        cap.router,
        entry.router,
        lessons.router,
        requests.router,
        residents.router,
        selftests.router,
        staff.router,
        stream.router,
        webhooks.router,
    ):
        app.routes.extend(router.routes)  # as they are: include_router would make each of them anew for this app
    for install in parts:
        install(app, hub)
    serve(app, hub.content)
    return app
