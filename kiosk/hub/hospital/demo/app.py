"""The invented hospital's web address: FHIR R4 REST as docs/hospitals.md asks for it, one hospital a path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse

from kiosk.hub.hospital.demo.store import MAX_COUNT, Changed412, Search, Store, version_of
from kiosk.hub.hospital.demo.world import Resource
from kiosk.hub.hospital.rest import MEDIA

KINDS = frozenset({"Slot", "Schedule", "Appointment", "Practitioner", "HealthcareService", "Location", "Patient"})
WRITABLE = frozenset({"Slot", "Appointment", "Patient"})


class FhirResponse(JSONResponse):
    media_type = MEDIA


class Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def create_app(stores: Mapping[str, Store]) -> FastAPI:
    """`stores` by the first part of their path."""
    app = FastAPI(title="invented hospitals", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(Refused, _refused)
    for name, store in stores.items():
        app.include_router(_Site(store).router, prefix=f"/{name}")
    return app


class _Site:
    """FHIR's interactions with one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.router = APIRouter()
        self.router.add_api_route("/metadata", self.metadata)
        self.router.add_api_route("/{kind}", self.search)
        self.router.add_api_route("/{kind}/{ident}", self.read)
        self.router.add_api_route("/{kind}", self.create, methods=["POST"])
        self.router.add_api_route("/{kind}/{ident}", self.update, methods=["PUT"])

    async def metadata(self) -> FhirResponse:
        return FhirResponse(_capabilities())

    async def search(self, kind: str, request: Request) -> FhirResponse:
        if kind not in KINDS:
            raise Refused(404)
        try:
            return FhirResponse(_bundle(self._store, kind, request.url.query, str(request.url)))
        except (ValueError, KeyError):
            raise Refused(400) from None

    async def read(self, kind: str, ident: str) -> FhirResponse:
        return _told(self._store.read(kind, ident))

    async def create(self, kind: str, request: Request) -> FhirResponse:
        resource = await _sent(request, kind)
        wanted = parse_qs(request.headers.get("If-None-Exist", "")).get("identifier", [""])[0]
        try:
            made, new = self._store.create(resource, wanted)
        except Changed412:
            raise Refused(412) from None
        return _told(made, 201 if new else 200)

    async def update(self, kind: str, ident: str, request: Request) -> FhirResponse:
        resource = await _sent(request, kind)
        version = request.headers.get("If-Match", "").removeprefix("W/").strip('"')
        try:
            return _told(self._store.update(kind, ident, resource, version))
        except Changed412:
            raise Refused(412) from None


def _bundle(store: Store, kind: str, query: str, url: str) -> Resource:
    params: Search = parse_qs(query)
    offset = int(params.pop("_offset", ["0"])[0])
    count = min(int(params.pop("_count", ["50"])[0]), MAX_COUNT)
    found = store.search(kind, params)
    page = found[offset : offset + count]
    after: dict[str, Any] = {**params, "_count": count, "_offset": offset + count}
    following = f"{url.partition('?')[0]}?{urlencode(after, doseq=True)}"
    more = [{"relation": "next", "url": following}] if len(found) > offset + count else []
    entries = [
        *({"resource": one, "search": {"mode": "match"}} for one in page),
        *({"resource": one, "search": {"mode": "include"}} for one in store.included(page, params)),
    ]
    links = [{"relation": "self", "url": url}, *more]
    return {"resourceType": "Bundle", "type": "searchset", "total": len(found), "link": links, "entry": entries}


async def _sent(request: Request, kind: str) -> Resource:
    try:
        body = await request.json()
    except ValueError:
        raise Refused(400) from None
    if kind not in WRITABLE or not isinstance(body, dict) or body.get("resourceType") != kind:
        raise Refused(400)
    return body


def _told(resource: Resource | None, status: int = 200) -> FhirResponse:
    if resource is None:
        raise Refused(404)
    return FhirResponse(resource, status, {"ETag": f'W/"{version_of(resource)}"'})


async def _refused(_: Request, error: Exception) -> FhirResponse:
    issue = {"severity": "error", "code": "processing"}
    status = error.status if isinstance(error, Refused) else 500
    return FhirResponse({"resourceType": "OperationOutcome", "issue": [issue]}, status)


def _capabilities() -> Resource:
    resources = [
        {"type": kind, "versioning": "versioned-update", "conditionalCreate": kind in WRITABLE}
        for kind in sorted(KINDS)
    ]
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "kind": "instance",
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [{"mode": "server", "resource": resources}],
    }
