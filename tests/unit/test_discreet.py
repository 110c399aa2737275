"""S4: the log says what broke and where, never what an error says."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from kiosk.bootstrap.discreet import DiscreetFormatter, places, set_up_log

SECRET = "13800000000"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Standard error, with the kiosk's log on it."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    root.handlers = []
    set_up_log()
    yield stream
    root.handlers, root.level = handlers, level


def fail() -> None:
    try:
        int(SECRET + "x")
    except ValueError as error:
        raise RuntimeError(f"parameters: {SECRET}") from error


def test_an_exception_is_logged_without_its_words(log: io.StringIO) -> None:
    try:
        fail()
    except RuntimeError:
        logging.getLogger("kiosk.test").exception("a step failed")
    assert "ERROR kiosk.test: a step failed\nRuntimeError at test_discreet.py:" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_an_exception_another_handler_wrote_out_is_written_discreetly() -> None:
    try:
        fail()
    except RuntimeError:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", None, sys.exc_info())
    assert SECRET in logging.Formatter().format(record)
    assert SECRET not in DiscreetFormatter().format(record)


def test_a_thread_that_ends_by_an_error_is_named(log: io.StringIO) -> None:
    thread = threading.Thread(target=fail, name="alarm-lane")
    thread.start()
    thread.join()
    assert "thread alarm-lane ended by RuntimeError at test_discreet.py:" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_what_nobody_can_be_told_is_logged_discreetly(log: io.StringIO) -> None:
    class Sour:
        def __del__(self) -> None:
            fail()

    del [Sour()][0]
    assert "unforeseen RuntimeError" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_places_are_told_from_within_outwards() -> None:
    try:
        fail()
    except RuntimeError as error:
        told = places(error.__traceback__)
    assert told.index(" fail") < told.index(" test_places")
    assert places(None) == "?"
