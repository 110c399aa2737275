"""Processes that die by kill -9 at a point chosen before: forked, so that each life costs milliseconds."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable, Collection
from pathlib import Path
from random import Random

from tests.faults.vfs import OK, Call, Hook, Op

PR_SET_PDEATHSIG = 1
Say = Callable[[str], None]  # a line to the process that counts; whole, also when death follows
TORN = 0.3  # of the deaths at a write leave its first half behind


def fork(work: Callable[[], None]) -> int:
    """Run `work` in a process of its own, exit 0 if it ends well; it dies with this one. Returns its pid."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_at(left: int, rng: Random, last_words: Say, ops: Collection[Op] = tuple(Op)) -> Hook:
    """For vfs.Layer: dies before call number `left` of these `ops` in this process, or half-way through a write."""

    def hook(call: Call) -> int:
        nonlocal left
        left -= call.op in ops
        if left == 0 and call.op in ops:
            if call.op is Op.WRITE and rng.random() < TORN:
                with Path(call.path).open("r+b", buffering=0) as file:
                    file.seek(call.offset)
                    file.write(call.data[: len(call.data) // 2])
            last_words(call.op.value)
            die()
        return OK

    return hook
