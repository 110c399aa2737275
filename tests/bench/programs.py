"""The programs that are measured and their peers: how each is started, and when it has painted."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.bootstrap.marks import ENV
from kiosk.config import DEMO_FILE

BARE = Path(__file__).with_name("bare_window.py")
PAGE = Path(__file__).with_name("page.html")
SIZE = (1920, 1080)
PATIENCE = 60.0
_PAINTED = re.compile(r'"painted ([0-9.]+)"')


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Offscreen, with state and compiled modules under `folder`; an installed program has its modules compiled too."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "SILVER_KEY_KIOSK_STATE_DIR": str(folder / "kiosk"),
        **more,
    }


def kiosk_command(*, child: bool = True) -> list[str]:
    """`kiosk run` with the demo's district."""
    return [sys.executable, "-m", "kiosk", "run", *(["--child"] if child else []), "--config", str(DEMO_FILE)]


def bare_command() -> list[str]:
    """A QWidget of the kiosk's size, as small as a PySide6 program can be."""
    return [sys.executable, str(BARE), *map(str, SIZE)]


@contextmanager
def marked(
    command: Sequence[str], environ: Mapping[str, str], last: str
) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, float]]]:
    """A program that has marked `last`, and milliseconds from its start to each of its marks; ended on leaving."""
    read, write = os.pipe()
    began = time.monotonic_ns()
    with open(os.devnull, "w") as quiet:  # noqa: PTH123 - the null device is no path
        program = subprocess.Popen(command, env={**environ, ENV: str(write)}, pass_fds=(write,), stderr=quiet)
    os.close(write)
    found: dict[str, float] = {}
    try:
        with os.fdopen(read) as told:
            for line in told:
                name, _, moment = line.partition(" ")
                found[name] = (int(moment) - began) / 1e6
                if name == last:
                    break
            else:
                raise RuntimeError(f"{' '.join(command)} ended before it marked {last}")
            yield program, found
    finally:
        _end(program)


def marks(command: Sequence[str], environ: Mapping[str, str], last: str) -> dict[str, float]:
    """Start a program, end it once it has marked `last`; milliseconds from the start to each of its marks."""
    with marked(command, environ, last) as (_, found):
        return found


def _end(program: subprocess.Popen[bytes]) -> None:
    """Ask it to end; make it end when it does not."""
    program.terminate()
    try:
        program.wait(PATIENCE / 4)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


# Chromium


def chromium() -> str:
    """The browser itself where its place is known, without the script that starts it; "" where there is none."""
    own = Path("/usr/lib/chromium/chromium")
    return str(own) if own.exists() else shutil.which("chromium") or ""


@contextmanager
def browsing(folder: Path) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """Chromium with the static page painted; with it the milliseconds from its start to the first contentful paint.

    The page tells its own paint timing on the console, in wall clock time.
    """
    command = [
        chromium(),
        "--headless=new",
        "--no-sandbox",
        "--no-first-run",
        f"--user-data-dir={folder / 'chromium'}",
        f"--window-size={SIZE[0]},{SIZE[1]}",
        "--enable-logging=stderr",
        PAGE.as_uri(),
    ]
    began = time.time() * 1000
    browser = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield browser, _painted(browser) - began
    finally:
        os.killpg(browser.pid, signal.SIGKILL)
        browser.wait()
        assert browser.stderr is not None
        browser.stderr.close()


def _painted(browser: subprocess.Popen[str]) -> float:
    assert browser.stderr is not None
    said = []
    for line in browser.stderr:
        said.append(line)
        found = _PAINTED.search(line)
        if found:
            return float(found.group(1))
    raise RuntimeError("Chromium ended before it painted: " + "".join(said[-3:]))


def say_json(facts: object) -> None:
    """A measuring process tells its parent what it found, as its last line."""
    print(json.dumps(facts), flush=True)  # noqa: T201 - standard output is the way to the parent


def from_inside(module: str, environ: Mapping[str, str]) -> dict[str, list[float]]:
    """Run a measuring process of `tests.bench`; what it told. A RuntimeError with its last words when it breaks."""
    done = subprocess.run(
        [sys.executable, "-m", module], env=dict(environ), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}: {done.stderr[-1500:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))
