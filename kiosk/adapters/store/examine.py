"""A look at the database that changes nothing, for the doctor."""

from __future__ import annotations

from pathlib import Path

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.adapters.store.opening import NAME
from kiosk.adapters.store.schema import VERSION


def examine(folder: Path, key: str) -> str:
    """ "" when the database opens with `key` and is whole, or is not there yet; else what is wrong with it."""
    path = folder / NAME
    if not path.exists():
        return ""
    try:
        connection = dbapi2.connect(f"file:{path}?mode=ro", uri=True)
        try:
            connection.execute(f"PRAGMA key = \"x'{key}'\"")
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            whole = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        finally:
            connection.close()
    except dbapi2.Error as error:
        return f"cannot be read: {error}"
    if not whole:
        return "is torn"
    return f"is of a newer program (form {version})" if version > VERSION else ""
