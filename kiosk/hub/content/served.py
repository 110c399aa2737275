"""The published files under /content, open to every kiosk and to whoever copies them to a stick or a CDN."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from kiosk.hub.content.folder import Folder

PATH = "/content"
_CHANGES = "timestamp.json"


class Published(StaticFiles):
    """Whatever has a number or a hash in its name never changes; hidden files are being written. Ranges are served."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if any(part.startswith(".") for part in path.split("/")):
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        lasts = "no-cache" if path.endswith(_CHANGES) else "public, max-age=31536000, immutable"
        if response.status_code < 300:
            response.headers["cache-control"] = lasts
        return response


def serve(app: FastAPI, folder: Folder) -> None:
    """Add the files to the application."""
    folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)  # keys lie beside what is public
    folder.public.mkdir(parents=True, exist_ok=True)
    app.mount(PATH, Published(directory=folder.public, check_dir=False, follow_symlink=False), name="content")
