"""Every write and sync of SQLCipher passes here: a layer (VFS) over SQLite's own that a test can listen to or break.

The library exports its C interface, so ctypes can register a copy of the default VFS whose files have other `xWrite`,
`xSync` and `xTruncate`. See sqlite.org/vfs.html for the structures. Installed once in a process and never removed.
"""

from __future__ import annotations

import ctypes as c
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, ClassVar

from sqlcipher3 import _sqlite3  # type: ignore[import-untyped]  # it ships no types

OK = 0
IOERR_WRITE = 10 | (3 << 8)
IOERR_FSYNC = 10 | (4 << 8)
IOERR_TRUNCATE = 10 | (6 << 8)
IOERR_DELETE = 10 | (10 << 8)
FULL = 13


class Op(Enum):
    WRITE = "write"
    SYNC = "sync"
    TRUNCATE = "truncate"
    DELETE = "delete"


@dataclass(frozen=True)
class Call:
    """One system call to be. `data` is what is written; `size` what a file is cut to."""

    op: Op
    path: str
    offset: int = 0
    data: bytes = b""
    size: int = 0


# Says what SQLite shall be told: OK lets the call through, anything else is its error.
Hook = Callable[[Call], int]

_PTR = c.c_void_p
_OPEN = c.CFUNCTYPE(c.c_int, _PTR, _PTR, _PTR, c.c_int, _PTR)  # the name as a pointer: SQLite keeps it
_DELETE = c.CFUNCTYPE(c.c_int, _PTR, _PTR, c.c_int)
_WRITE = c.CFUNCTYPE(c.c_int, _PTR, _PTR, c.c_int, c.c_int64)
_TRUNCATE = c.CFUNCTYPE(c.c_int, _PTR, c.c_int64)
_SYNC = c.CFUNCTYPE(c.c_int, _PTR, c.c_int)


class _Vfs(c.Structure):
    _fields_: ClassVar[Any] = (
        [("version", c.c_int), ("file_size", c.c_int), ("max_path", c.c_int), ("next", _PTR), ("name", c.c_char_p)]
        + [("data", _PTR), ("open", _OPEN), ("delete", _DELETE)]
        + [(f"rest{n}", _PTR) for n in range(14)]
    )


class _Methods(c.Structure):
    _fields_: ClassVar[Any] = (
        [("version", c.c_int), ("close", _PTR), ("read", _PTR), ("write", _WRITE), ("truncate", _TRUNCATE)]
        + [("sync", _SYNC)]
        + [(f"rest{n}", _PTR) for n in range(13)]
    )


class _File(c.Structure):
    _fields_ = (("methods", c.POINTER(_Methods)),)


class Layer:
    """The installed layer; without a hook it changes nothing."""

    def __init__(self) -> None:
        self.hook: Hook | None = None
        self._library = c.CDLL(_sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = c.POINTER(_Vfs)
        self._under = self._library.sqlite3_vfs_find(None)
        self._paths: dict[int, str] = {}
        self._shims: dict[int, _Methods] = {}
        self._kept: list[Any] = []  # what C points to must not be collected
        self._vfs = self._copy()
        self._library.sqlite3_vfs_register(c.byref(self._vfs), 1)

    @contextmanager
    def playing(self, hook: Hook) -> Iterator[None]:
        """While within, every call asks `hook`."""
        self.hook = hook
        try:
            yield
        finally:
            self.hook = None

    def _copy(self) -> _Vfs:
        vfs = _Vfs()
        c.memmove(c.byref(vfs), self._under, c.sizeof(_Vfs))
        vfs.name = b"listening"
        vfs.open = _OPEN(self._open)
        vfs.delete = _DELETE(self._delete)
        self._kept += [vfs.open, vfs.delete]
        return vfs

    def _ask(self, call: Call) -> int:
        return self.hook(call) if self.hook is not None else OK

    def _open(self, _vfs: Any, name: int | None, file: int, flags: int, out: Any) -> int:
        code = int(self._under.contents.open(c.cast(self._under, _PTR), name, file, flags, out))
        methods = c.cast(file, c.POINTER(_File)).contents.methods
        if code == OK and methods:
            self._paths[file] = c.string_at(name).decode() if name else ""
            c.cast(file, c.POINTER(_File)).contents.methods = c.pointer(self._shim(methods))
        return code

    def _delete(self, _vfs: Any, name: int, sync_folder: int) -> int:
        code = self._ask(Call(Op.DELETE, c.string_at(name).decode()))
        return code or int(self._under.contents.delete(c.cast(self._under, _PTR), name, sync_folder))

    def _shim(self, methods: Any) -> _Methods:
        """A table of methods that asks first; one for each of SQLite's own."""
        address = c.addressof(methods.contents)
        if address not in self._shims:
            real = methods.contents
            shim = _Methods()
            c.memmove(c.byref(shim), methods, c.sizeof(_Methods))

            def write(file: int, data: int, length: int, offset: int) -> int:
                call = Call(Op.WRITE, self._paths.get(file, ""), offset, c.string_at(data, length))
                return self._ask(call) or int(real.write(file, data, length, offset))

            def truncate(file: int, size: int) -> int:
                return self._ask(Call(Op.TRUNCATE, self._paths.get(file, ""), size=size)) or int(
                    real.truncate(file, size)
                )

            def sync(file: int, flags: int) -> int:
                return self._ask(Call(Op.SYNC, self._paths.get(file, ""))) or int(real.sync(file, flags))

            shim.write, shim.truncate, shim.sync = _WRITE(write), _TRUNCATE(truncate), _SYNC(sync)
            self._kept += [shim.write, shim.truncate, shim.sync, methods]
            self._shims[address] = shim
        return self._shims[address]


@cache
def layer() -> Layer:
    """The one layer of this process."""
    return Layer()
