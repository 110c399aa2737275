"""One HTTP conversation with the hub; every foreign failure becomes one of ours."""

from __future__ import annotations

import io
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError

from kiosk.adapters.hub import tls
from kiosk.adapters.hub.credentials import Credentials
from kiosk.domain.voice_note import WAV
from kiosk.errors import HubBusy, HubRefused, HubStumbled, HubUnreachable, NotEnrolled
from kiosk.protocol.models import VERSION, Problem

M = TypeVar("M", bound=BaseModel)
MAX_REPLY = 1024 * 1024
CHUNK = 16 * 1024
BUSY = frozenset({"busy"})
NO_ENTRY = frozenset({"unauthorised", "revoked"})


@dataclass(frozen=True)
class Patience:
    """Seconds: to connect, between two bytes of a reply, for a whole reply, between two bytes of a stream.

    The hub pings its stream every 10 s.
    """

    connect: float = 3.0
    read: float = 5.0
    total: float = 20.0
    stream: float = 25.0


class Nothing(BaseModel):
    """An answer without a word (204)."""


class Wire:
    """Belongs to one thread, but for `close`. Raises HubUnreachable for credentials that cannot be used."""

    def __init__(self, credentials: Credentials, program: str, patience: Patience) -> None:
        try:
            self._session = tls.session(tls.pinned(credentials.ca_pem))
        except (ssl.SSLError, ValueError) as error:
            raise NotEnrolled("the hub's certificate authority cannot be read") from error
        self._url = credentials.hub_url.rstrip("/")
        self._patience = patience
        self._lock = threading.Lock()
        self._under_way: requests.Response | None = None
        self._closed = False
        self._session.headers.clear()
        self._session.headers.update(
            {
                "Authorization": f"Bearer {credentials.token}",
                "Silver-Key-Version": str(VERSION),
                "User-Agent": f"silver-key/{program}",
                "Accept-Encoding": "identity",
            }
        )

    def call(
        self,
        method: str,
        path: str,
        answer: type[M],
        body: BaseModel | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> M:
        """The hub's answer to one question."""
        data = body.model_dump_json().encode() if body is not None else None
        sent = {**(headers or {}), **({"Content-Type": "application/json"} if body is not None else {})}
        with self._asking(method, path, self._patience.read, data=data, headers=sent) as response:
            content = self._whole(response)
        return understood(response, content, answer)

    def upload(self, path: str, sound: bytes) -> None:
        """A recording, in small pieces: each has its own patience, the whole has the hub's."""
        headers = {"Content-Type": WAV}
        with self._asking("PUT", path, self._patience.total, data=io.BytesIO(sound), headers=headers) as response:
            content = self._whole(response)
        understood(response, content, Nothing)

    def stream(self, path: str) -> Iterator[bytes]:
        """The bytes of an event stream as they come; ends only with HubUnreachable."""
        headers = {"Accept": "text/event-stream"}
        with self._asking("GET", path, self._patience.stream, headers=headers) as response:
            if response.status_code != 200:
                raise _complaint(response, self._whole(response))
            if not response.headers.get("Content-Type", "").startswith("text/event-stream"):
                raise HubUnreachable("not our hub: no event stream")
            while chunk := response.raw.read1(CHUNK):
                yield chunk
        raise HubUnreachable("the stream ended")

    def close(self) -> None:
        """From any thread: what is being read ends at once."""
        with self._lock:
            self._closed = True
            if self._under_way is not None:
                with suppress(OSError, ValueError, RuntimeError):  # it may just have ended by itself
                    self._under_way.raw.shutdown()

    @contextmanager
    def _asking(self, method: str, path: str, read: float, **more: Any) -> Iterator[requests.Response]:
        with _translated():
            if self._closed:
                raise HubUnreachable("closed", sent=False)
            response = self._session.request(
                method,
                self._url + path,
                timeout=(self._patience.connect, read),
                stream=True,
                allow_redirects=False,  # a hub never redirects; a captive portal does
                **more,
            )
            try:
                self._enter(response)
                yield response
            finally:
                self._enter(None)
                response.close()

    def _enter(self, response: requests.Response | None) -> None:
        with self._lock:
            self._under_way = response
            if self._closed and response is not None:
                raise HubUnreachable("closed")

    def _whole(self, response: requests.Response) -> bytes:
        """The reply's body, bounded in size and time."""
        until = time.monotonic() + self._patience.total
        content = b""
        while chunk := response.raw.read1(CHUNK):
            content += chunk
            if len(content) > MAX_REPLY:
                raise HubUnreachable("not our hub: a reply without end")
            if time.monotonic() > until:
                raise HubUnreachable("too slow")
        return content


def understood(response: requests.Response, content: bytes, answer: type[M]) -> M:
    """The reply as a wire model. Raises HubUnreachable, HubRefused or NotEnrolled."""
    if response.status_code == 204 and answer is Nothing and not content:
        return answer()
    if response.status_code not in (200, 201):
        raise _complaint(response, content)
    try:
        return answer.model_validate_json(content)
    except ValidationError as error:
        raise HubUnreachable("not our hub: a reply that cannot be read") from error


def _complaint(response: requests.Response, content: bytes) -> Exception:
    """What the hub means by a status; anything that is no problem of ours comes from somebody else."""
    status = response.status_code
    try:
        problem = Problem.model_validate_json(content)
    except ValidationError:
        return HubUnreachable(f"not our hub: status {status}")
    if not problem.type.startswith("urn:silver-key:problem:") or problem.status != status:
        return HubUnreachable(f"not our hub: status {status}")
    if problem.code in NO_ENTRY:
        return NotEnrolled(problem.code)
    if status == 500:
        return HubStumbled(problem.code)
    if status == 429:
        return HubBusy(problem.code)
    if status > 500 or problem.code in BUSY:
        return HubUnreachable(problem.code)
    return HubRefused(problem.detail or problem.title, code=problem.code)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise HubUnreachable(type(error).__name__, sent=not _surely_not_sent(error)) from error


def _surely_not_sent(error: BaseException) -> bool:
    """True when no connection, or no trusted one, was ever made."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    seen: list[object] = [error]
    while seen:
        one = seen.pop()
        if isinstance(one, (NewConnectionError, NameResolutionError, ssl.SSLCertVerificationError)):
            return True
        if isinstance(one, BaseException):
            seen += [*one.args, getattr(one, "reason", None)]
    return False
