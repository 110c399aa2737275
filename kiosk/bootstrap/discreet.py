"""The log of a kiosk: what broke and where, never what an error says, for it may hold what a resident entered (S4)."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from kiosk.config import Settings

FORMAT = "%(levelname)s %(name)s: %(message)s"
DEEPEST = 6

log = logging.getLogger("kiosk")


class DiscreetFormatter(logging.Formatter):
    """Of an exception only its type and where it was raised: a database names its parameters, a parser its input."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have written it out in full
        return super().format(record)

    def formatException(self, info: object) -> str:  # noqa: N802 - logging's own name
        if not (isinstance(info, tuple) and isinstance(info[1], BaseException)):
            return ""
        return f"{type(info[1]).__name__} at {places(info[1].__traceback__)}"


def set_up_log() -> None:
    """Everything goes to standard error, discreetly, from every thread."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    threading.excepthook = _thread_broke
    sys.unraisablehook = _nobody_to_tell


def say_that_it_runs(settings: Settings, *, seen: bool) -> None:
    """Once the first screen is painted; the demo says as much in its own way."""
    if settings.kiosk.demo:
        return
    screen = "its screen is on the display" if seen else "there is no display, nobody sees its screen"
    log.info("%s runs: %s, its data in %s; Ctrl-C ends it", settings.kiosk.name, screen, settings.kiosk.state_dir)


def places(trace: TracebackType | None) -> str:
    """Where it happened, innermost first."""
    frames = [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]
    return " < ".join(reversed(frames[-DEEPEST:])) or "?"


def _thread_broke(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit:
        name = args.thread.name if args.thread is not None else "?"
        log.error("thread %s ended by %s at %s", name, args.exc_type.__name__, places(args.exc_traceback))


def _nobody_to_tell(broken: sys.UnraisableHookArgs) -> None:
    log.error("unforeseen %s at %s", broken.exc_type.__name__, places(broken.exc_traceback))
