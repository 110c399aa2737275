"""The line to one endpoint: a signed POST, and whether it has been taken (docs/cap.md).

Taken is only what the endpoint says it has taken, by its identifier: the page of a hotel's network is also a 200.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from dataclasses import dataclass

import httpx

from kiosk.hub.cap.endpoints import Endpoint
from kiosk.hub.clock import HubClock
from kiosk.hub.providers.signing import KEY_HEADER, SIGNATURE_HEADER, TIME_HEADER, call_signature

ANSWER_SECONDS = 10.0
MOST_BYTES = 4096
NEVER = frozenset({400, 413, 415, 422})  # refusals of the message itself: sent again, it is the same
LONGEST_WAIT = 300.0


@dataclass(frozen=True)
class Outcome:
    """`taken`, or why not; `never`: trying again is of no use. `wait` is what the endpoint asked for, in seconds."""

    taken: bool
    reason: str = ""
    never: bool = False
    wait: float = 0.0


class Line:
    def __init__(self, endpoint: Endpoint, clock: HubClock) -> None:
        self._endpoint = endpoint
        self._clock = clock
        self._url = httpx.URL(endpoint.set_.url)
        self._http = httpx.AsyncClient(
            verify=ssl.create_default_context(),
            trust_env=False,
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=5.0),
            headers={"Accept": "application/json", "User-Agent": "silver-key-hub"},
        )

    async def send(self, identifier: str, body: bytes) -> Outcome:
        """Never raises for what a network or a server can do."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer, said = await self._exchange(identifier, body)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return Outcome(taken=False, reason="unreachable")
        except (httpx.HTTPError, TimeoutError, ssl.SSLError, ValueError) as error:
            return Outcome(taken=False, reason=f"no answer ({type(error).__name__})")
        if 200 <= answer.status_code < 300:
            taken = _took(said, identifier)
            return Outcome(taken=taken, reason="" if taken else "an answer that does not say it was taken")
        return Outcome(
            taken=False,
            reason=f"refused ({answer.status_code})",
            never=answer.status_code in NEVER,
            wait=_asked_wait(answer),
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def _exchange(self, identifier: str, body: bytes) -> tuple[httpx.Response, bytes]:
        """The answer, its body read no further than MOST_BYTES. No redirect is followed."""
        timestamp = str(int(self._clock.now().timestamp()))
        signature = call_signature(self._endpoint.secret, timestamp, "POST", self._url.raw_path.decode(), body)
        headers = {
            "Content-Type": "application/cap+xml",
            KEY_HEADER: identifier,
            TIME_HEADER: timestamp,
            SIGNATURE_HEADER: signature,
        }
        request = self._http.build_request("POST", self._url, content=body, headers=headers)
        answer = await self._http.send(request, stream=True, follow_redirects=False)
        try:
            said = bytearray()
            async for part in answer.aiter_bytes():
                said += part
                if len(said) > MOST_BYTES:
                    break
            return answer, bytes(said)
        finally:
            await answer.aclose()


def _took(said: bytes, identifier: str) -> bool:
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("taken") == identifier


def _asked_wait(answer: httpx.Response) -> float:
    asked = answer.headers.get("Retry-After", "")
    return min(LONGEST_WAIT, float(asked)) if asked.isascii() and asked.isdecimal() else 0.0
