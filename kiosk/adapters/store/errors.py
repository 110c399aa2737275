"""SQLite's errors as ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.errors import StoreBusy, StoreError, StoreFull, StoreUnreadable

_BY_CODE = {5: StoreBusy, 6: StoreBusy, 11: StoreUnreadable, 13: StoreFull, 26: StoreUnreadable}


@contextmanager
def translated() -> Iterator[None]:
    """Raises StoreFull, StoreBusy, StoreUnreadable or plain StoreError for what SQLite or the system complains of."""
    try:
        yield
    except DBAPIError as error:
        raise _ours(error.orig or error) from error
    except dbapi2.Error as error:
        raise _ours(error) from error
    except OSError as error:
        full = error.errno in (28, 122)  # ENOSPC, EDQUOT
        raise (StoreFull if full else StoreError)(f"the store's folder: {error.strerror}") from error


def _ours(error: BaseException) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    name = getattr(error, "sqlite_errorname", type(error).__name__)  # a name only: a message may quote what was stored
    return _BY_CODE.get(code, StoreError)(str(name))
