"""Server-sent events: a response that ends at once when the hub stops and pings while nothing happens.

sse-starlette is not used: its exit flag is global, so a second server in one process ends its streams at once.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator

from starlette.responses import StreamingResponse
from starlette.types import Send

PING = ": ping\n\n"
PING_SECONDS = 10.0


def sse(data: str, *, event: str = "", ident: str = "") -> str:
    """One message; `data` may have several lines."""
    lines = [f"id: {ident}"] if ident else []
    if event:
        lines.append(f"event: {event}")
    lines += [f"data: {line}" for line in data.split("\n")]
    return "\n".join(lines) + "\n\n"


class EventStream(StreamingResponse):
    """Sends what `source` yields (made by `sse`, or PING) and closes it, whichever side leaves first."""

    media_type = "text/event-stream"

    def __init__(self, source: AsyncGenerator[str], status_code: int = 200) -> None:
        super().__init__(source, status_code, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._source = source

    async def stream_response(self, send: Send) -> None:
        try:
            await super().stream_response(send)
        finally:
            await self._source.aclose()
