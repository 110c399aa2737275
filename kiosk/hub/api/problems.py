"""RFC 9457 problem details for everything that goes wrong. Nothing of what was sent is repeated, no trace leaves."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError
from starlette.exceptions import HTTPException

from kiosk.hub.errors import Busy, Conflict, HubProblem, Invalid, NotFound, TooLarge

log = logging.getLogger(__name__)
MEDIA = "application/problem+json"
PREFIX = "urn:silver-key:problem:"
STATUS_CODES = {404: "not_found", 405: "invalid", 413: "too_large", 415: "invalid", 400: "invalid", 422: "invalid"}


class ProblemResponse(JSONResponse):
    media_type = MEDIA


def response(problem: HubProblem) -> ProblemResponse:
    headers = {}
    if isinstance(problem, Busy):
        headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return ProblemResponse(body(problem), problem.status, headers)


def body(problem: HubProblem) -> dict[str, Any]:
    return {
        "type": PREFIX + problem.code,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.extra,
    }


def install(app: FastAPI) -> None:
    """Answer every exception of the application as a problem; the unforeseen ones are the guard's."""
    app.add_exception_handler(HubProblem, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(IntegrityError, _twice)
    app.add_exception_handler(DBAPIError, _database)


async def _ours(_: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HubProblem)  # noqa: S101 - registered for nothing else
    return response(error)


async def _invalid(_: Request, error: Exception) -> ProblemResponse:
    """Where it is wrong, by the names of our own fields, and how; never the value."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    where = [{"at": [str(part) for part in e["loc"][:2]], "kind": e["type"]} for e in error.errors()[:8]]
    return response(Invalid(errors=where))


async def _http(_: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    known = {404: NotFound, 413: TooLarge}.get(error.status_code)
    if known is not None:
        return response(known())
    problem = HubProblem()
    problem.status, problem.code = error.status_code, STATUS_CODES.get(error.status_code, "invalid")
    if error.status_code == 400:  # FastAPI's word for a body it cannot read
        problem.status = 422
    answer = response(problem)
    answer.headers.update(error.headers or {})
    return answer


async def _twice(_: Request, error: Exception) -> ProblemResponse:
    log.warning("an id was there already: %s", type(error).__name__)
    return response(Conflict("id"))


async def _database(_: Request, error: Exception) -> ProblemResponse:
    """Locked, full or gone: nothing was written; the kiosk keeps it and tries again."""
    _log(error)
    problem = Busy(2)
    problem.status = 503
    return response(problem)


def unforeseen(error: Exception) -> ProblemResponse:
    """For what nobody expected: logged without its text, told as nothing but a 500."""
    _log(error)
    problem = HubProblem()
    problem.status, problem.code, problem.title = 500, "unforeseen", "Something went wrong here"
    problem.detail = ""
    return response(problem)


def _log(error: Exception) -> None:
    """The kind of error and where it was; its text might hold what a resident said."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    log.error("%s at %s", type(error).__name__, where)
