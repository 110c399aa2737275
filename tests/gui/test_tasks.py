"""Work off the main thread, answers on it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.tasks import QtTasks
from kiosk.ui.widgets.text_block import TextBlock


@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def tasks(qapp: Any, errors: list[Exception]) -> Iterator[QtTasks]:
    made = QtTasks(2, on_unforeseen=errors.append)
    yield made
    made.close()


def test_work_runs_elsewhere_and_the_answer_comes_here(tasks: QtTasks, qtbot: QtBot) -> None:
    where: list[threading.Thread] = []
    answers: list[tuple[int, threading.Thread]] = []

    def work() -> int:
        where.append(threading.current_thread())
        return 7

    tasks.submit(work, lambda n: answers.append((n, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(7, threading.main_thread())]
    assert where[0] is not threading.main_thread()


def test_an_error_comes_here_too(tasks: QtTasks, qtbot: QtBot) -> None:
    got: list[Exception] = []

    def work() -> None:
        raise ValueError("torn")

    tasks.submit(work, on_error=got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert str(got[0]) == "torn"


def test_an_error_nobody_asked_for_reaches_the_last_resort(
    tasks: QtTasks, qtbot: QtBot, errors: list[Exception]
) -> None:
    def answer(_n: int) -> None:
        raise ValueError("in the answer")

    tasks.submit(lambda: 1 // 0)
    tasks.submit(lambda: 1, answer)
    qtbot.waitUntil(lambda: len(errors) == 2)
    assert {type(e) for e in errors} == {ZeroDivisionError, ValueError}


def test_an_answer_for_a_view_that_is_gone_is_dropped(
    tasks: QtTasks, qtbot: QtBot, errors: list[Exception], kit: Any
) -> None:
    import shiboken6

    block, after = TextBlock(kit, "请稍等"), []
    shiboken6.delete(block)
    tasks.to_main(lambda: block.set_text("好了"))
    tasks.to_main(lambda: after.append(1))
    qtbot.waitUntil(lambda: bool(after))
    assert errors == []


def test_after_close_nothing_arrives(tasks: QtTasks, qtbot: QtBot) -> None:
    answers: list[int] = []
    gate, ended = threading.Event(), threading.Event()

    def work() -> int:
        gate.wait(5)
        ended.set()
        return 1

    tasks.submit(work, answers.append)
    tasks.close()
    gate.set()
    assert ended.wait(5)
    tasks.submit(lambda: 2, answers.append)
    qtbot.waitUntil(lambda: True)
    assert answers == []
