"""Telephones in tests: sipp plays a server whose numbers do what their last digit says (callee.xml)."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.waiting import until

SCENARIO = Path(__file__).parent / "callee.xml"
HERE = "127.0.0.1"
TALKS, BUSY, NOBODY, PRESSES, LEAVES, NONE = (f"021-0000000{n}" for n in range(6))


@contextmanager
def telephones(folder: Path, *more: str) -> Iterator[str]:
    """The server's "host:port", on the loopback interface alone. It answers OPTIONS by itself."""
    program = shutil.which("sipp")
    assert program, "sip-tester is not installed (packaging/apt-test.txt)"
    port, media, control = (free_port() for _ in range(3))
    words = ["-sf", str(SCENARIO), "-i", HERE, "-mi", HERE, "-ci", HERE, "-p", str(port)]
    words += ["-mp", str(media), "-cp", str(control), "-aa", "-nostdin"]
    with (folder / "sipp.out").open("wb") as out:
        process = subprocess.Popen([program, *words, *more], stdout=out, stderr=out, cwd=folder)
        try:
            until(lambda: _taken(port), "sipp listens")
            assert process.poll() is None, (folder / "sipp.out").read_text("utf-8", "replace")[-2000:]
            yield f"{HERE}:{port}"
        finally:
            process.kill()
            process.wait(10)


def free_port() -> int:
    """A UDP port of this machine that nobody uses now."""
    with socket.socket(type=socket.SOCK_DGRAM) as one:
        one.bind((HERE, 0))
        port: int = one.getsockname()[1]
        return port


def _taken(port: int) -> bool:
    with socket.socket(type=socket.SOCK_DGRAM) as one:
        try:
            one.bind((HERE, port))
        except OSError:
            return True
        return False
