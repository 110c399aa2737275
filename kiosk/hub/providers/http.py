"""A taxi platform over HTTP: docs/taxi-platform.md says what is called and what is answered.

One question decides about every failure: may it have taken effect? No connection at all, and a refusal in the
platform's own form, mean no. Everything else (too late, a server's error, a page in place of JSON, an answer without
sense) means that nobody knows: ReplyLost.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from kiosk.hub.clock import HubClock
from kiosk.hub.providers.base import CancelAnswer, ProviderRefused, ReplyLost, RideOrder, RideStatus
from kiosk.hub.providers.http_words import Booked, Cancelled, Refusal, Standing, Well, is_reference
from kiosk.hub.providers.signing import KEY_HEADER, SIGNATURE_HEADER, TIME_HEADER, Heard, call_signature

MOST_BYTES = 65_536
REFUSALS = frozenset({400, 401, 403, 404, 410, 422, 429})
NEVER_REACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
T = TypeVar("T", bound=BaseModel)


class HttpProvider:
    """`idempotent`: it takes a repeated key as the same booking, so a lost reply may be asked for again."""

    name = "http"

    def __init__(
        self,
        base_url: str,
        secret: bytes,
        clock: HubClock,
        *,
        idempotent: bool = False,
        answer_seconds: float = 10.0,
        poll_seconds: float = 15.0,
    ) -> None:
        self.idempotent = idempotent
        self.poll_seconds = poll_seconds
        self.heard = Heard(secret)
        self._secret = secret
        self._clock = clock
        self._answer_seconds = answer_seconds
        self._base = httpx.URL(base_url.rstrip("/"))
        self._http = httpx.AsyncClient(
            verify=ssl.create_default_context(),
            trust_env=False,
            timeout=httpx.Timeout(answer_seconds, connect=min(5.0, answer_seconds)),
            headers={"Accept": "application/json", "User-Agent": "silver-key-hub"},
        )

    async def send(self, order: RideOrder) -> str:
        return (await self._call("POST", "/rides", Booked, _said(order), key=order.key)).ride

    async def status(self, reference: str) -> RideStatus:
        return (await self._call("GET", _ride(reference), Standing)).status()

    async def cancel(self, reference: str) -> CancelAnswer:
        return (await self._call("POST", _ride(reference) + "/cancel", Cancelled, {}, key=f"{reference}:end")).answer()

    async def probe(self) -> None:
        await self._call("GET", "/health", Well)

    async def close(self) -> None:
        await self._http.aclose()

    async def _call(
        self, method: str, path: str, kind: type[T], said: dict[str, Any] | None = None, *, key: str = ""
    ) -> T:
        """The answer as a `kind`. Raises ProviderRefused or ReplyLost."""
        request = self._request(method, path, said, key)
        try:
            async with asyncio.timeout(self._answer_seconds):
                status, body = await self._exchange(request)
        except NEVER_REACHED as error:
            raise ProviderRefused("not reached") from error
        except (httpx.HTTPError, TimeoutError, ssl.SSLError) as error:
            raise ReplyLost(type(error).__name__) from error
        if status in REFUSALS and _read(Refusal, body) is not None:
            raise ProviderRefused("refused")
        answer = _read(kind, body) if status in (200, 201) else None
        if answer is None:
            raise ReplyLost(f"an answer of {status} that says nothing")
        return answer

    def _request(self, method: str, path: str, said: dict[str, Any] | None, key: str) -> httpx.Request:
        body = b"" if said is None else json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        url = self._base.copy_with(path=self._base.path.rstrip("/") + path)
        timestamp = str(int(self._clock.now().timestamp()))
        headers = {
            TIME_HEADER: timestamp,
            SIGNATURE_HEADER: call_signature(self._secret, timestamp, method, url.raw_path.decode(), body),
        }
        if said is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers[KEY_HEADER] = key
        return self._http.build_request(method, url, content=body, headers=headers)

    async def _exchange(self, request: httpx.Request) -> tuple[int, bytes]:
        """Status and body, which is read no further than MOST_BYTES. No redirect is followed."""
        answer = await self._http.send(request, stream=True, follow_redirects=False)
        try:
            body = bytearray()
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise ReplyLost("an answer without end")
            return answer.status_code, bytes(body)
        finally:
            await answer.aclose()


def _said(order: RideOrder) -> dict[str, Any]:
    return {
        "pickup": {"name": order.pickup, "detail": order.pickup_detail, "stand_at": order.stand_at},
        "destination": {"name": order.destination, "detail": order.destination_detail} if order.destination else None,
        "people": order.people,
        "wheelchair": order.wheelchair,
        "in_minutes": order.in_minutes,
        "leave_at": order.leave_at or None,
        "phone": order.phone,
    }


def _ride(reference: str) -> str:
    if not is_reference(reference):
        raise ProviderRefused("not a ride of this platform")
    return f"/rides/{reference}"


def _read(kind: type[T], body: bytes) -> T | None:
    """The body as a `kind`; None for what is not JSON, or has no such sense."""
    try:
        return kind.model_validate_json(body)
    except ValidationError:
        return None
