"""The peer of the hub: FastAPI and uvicorn as the hub runs them; one endpoint takes a request and keeps nothing."""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI

from kiosk.hub.listening import listen

app = FastAPI()


@app.put("/v1/requests/{request_id}")
async def submit(request_id: str, request: dict[str, Any]) -> dict[str, str]:
    """Read, not kept."""
    return {"id": request_id, "status": "delivered", "kind": str(request["details"]["kind"])}


if __name__ == "__main__":
    listening = listen()
    sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, date_header=False)
    uvicorn.Server(config).run([listening])
