"""FHIR's REST over HTTP, bounded in time and size. What came back is JSON of the kind asked for, or an error of ours.

A server that was surely never reached, or said no, is a ProviderRefused; one that may have done it is a ReplyLost.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from kiosk.hub.hospital.base import ProviderRefused, ReplyLost, Unclear, Unknown, Unreached

MEDIA = "application/fhir+json"
ANSWER_SECONDS = 8.0
MAX_ANSWER = 8 * 1024 * 1024
MAX_PAGES = 20
AT_ONCE = 32
Params = list[tuple[str, str]]
Resource = dict[str, Any]


class Conflicted(ProviderRefused):
    """It has changed since it was read, or the hospital's own rules forbid it."""


class Ambiguous(ReplyLost):
    """More than one thing has our key."""


@dataclass(frozen=True)
class Answer:
    """`version` names the state of the resource for If-Match, "" when the hospital keeps none."""

    body: Resource
    version: str


class Rest:
    """`transport` replaces the network in tests."""

    def __init__(self, base_url: str, token: str = "", transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._base = base_url.rstrip("/") + "/"
        secret = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.AsyncClient(
            headers={"Accept": MEDIA, "Prefer": "return=representation", **secret},
            timeout=httpx.Timeout(ANSWER_SECONDS, pool=None),
            limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
            verify=ssl.create_default_context() if base_url.startswith("https") else False,
            transport=transport,
            trust_env=False,
            follow_redirects=False,  # a token is for one address only
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def read(self, reference: str) -> Answer:
        """One resource, e.g. "Slot/12"; Unclear when another one comes."""
        kind, _, ident = reference.partition("/")
        answer = await self._ask("GET", reference, kind=kind)
        if answer.body.get("id") != ident:
            raise Unclear("another one than asked for")
        return answer

    async def metadata(self) -> Resource:
        return (await self._ask("GET", "metadata", kind="CapabilityStatement")).body

    async def update(self, resource: Resource, version: str) -> Answer:
        """Replace it where it has still this version. Raises Conflicted."""
        kind, ident = str(resource["resourceType"]), str(resource["id"])
        headers = {"If-Match": f'W/"{version}"'}
        return await self._ask("PUT", f"{kind}/{ident}", kind=kind, body=resource, headers=headers)

    async def create(self, resource: Resource, identifier: str) -> Answer:
        """Make it, unless one with this identifier (SYSTEM|VALUE) is there already: then that one comes back."""
        kind = str(resource["resourceType"])
        headers = {"If-None-Exist": str(httpx.QueryParams({"identifier": identifier}))}
        return await self._ask("POST", kind, kind=kind, body=resource, headers=headers)

    async def search(self, kind: str, params: Params, pages: int = MAX_PAGES) -> AsyncIterator[list[Resource]]:
        """The resources of one page after the other, included ones too. A next page elsewhere is not followed."""
        where: str | None = str(httpx.URL(kind, params=params))
        seen: set[str] = set()
        while where is not None and where not in seen and len(seen) < pages:
            seen.add(where)
            bundle = (await self._ask("GET", where, kind="Bundle")).body
            yield _entries(bundle)
            where = self._next(bundle)

    def _next(self, bundle: Resource) -> str | None:
        links = [one for one in _list(bundle.get("link")) if isinstance(one, dict) and one.get("relation") == "next"]
        url = links[0].get("url") if links else None
        if not isinstance(url, str):
            return None
        try:
            where = urljoin(self._base, url)
            ours, theirs = urlsplit(self._base), urlsplit(where)
        except ValueError:
            return None
        return where if (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc) else None

    async def _ask(
        self,
        method: str,
        where: str,
        *,
        kind: str,
        body: Resource | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        sent = {**(headers or {}), **({"Content-Type": MEDIA} if content else {})}
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                async with self._http.stream(method, urljoin(self._base, where), content=content, headers=sent) as got:
                    return _answer(got, await _whole(got), kind)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise Unreached("not reached") from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise ReplyLost(type(error).__name__) from error


def _answer(got: httpx.Response, raw: bytes, kind: str) -> Answer:
    match got.status_code:
        case 200 | 201:
            pass
        case 404 | 410:
            raise Unknown("not there")
        case 412 if got.request.method == "POST":
            raise Ambiguous("more than one")
        case 409 | 412:
            raise Conflicted("changed meanwhile")
        case 408:
            raise ReplyLost("too slow")
        case code if 400 <= code < 500:
            raise ProviderRefused(f"HTTP {code}")
        case code:
            raise ReplyLost(f"HTTP {code}")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ReplyLost("not JSON") from error
    if not isinstance(body, dict) or body.get("resourceType") != kind:
        raise ReplyLost(f"not a {kind}")
    return Answer(body, _version(got.headers.get("ETag", ""), body))


async def _whole(got: httpx.Response) -> bytes:
    body = bytearray()
    async for part in got.aiter_bytes():
        body += part
        if len(body) > MAX_ANSWER:
            raise ReplyLost("too large")
    return bytes(body)


def _version(etag: str, body: Resource) -> str:
    if etag:
        return etag.removeprefix("W/").strip('"')
    meta = body.get("meta")
    found = meta.get("versionId") if isinstance(meta, dict) else None
    return found if isinstance(found, str) else ""


def _entries(bundle: Resource) -> list[Resource]:
    entries = [one.get("resource") for one in _list(bundle.get("entry")) if isinstance(one, dict)]
    return [one for one in entries if isinstance(one, dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
