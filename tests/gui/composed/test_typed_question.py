"""S3: a question that was typed, answered and handed to nobody is nowhere once its resident has gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.gui.composed.conftest import Composed, drawn

CANARY = "张玉华的邻居"


def typed(kiosk: Composed) -> None:
    kiosk.tap("政策咨询")
    kiosk.until(lambda: "打字问一问" in kiosk.words(), "the cards are read")
    kiosk.tap("打字问一问")
    kiosk.kiosk.navigator._page.presenter._update(typed=CANARY)  # type: ignore[union-attr]  # as if chosen word by word
    kiosk.tap("D")
    kiosk.until(lambda: "的" in kiosk.words(), "words are offered")


@pytest.fixture
def folder(composed_kiosk: Composed) -> Path:
    return composed_kiosk.kiosk.settings.kiosk.state_dir


def test_s3_nothing_that_was_typed_stays(composed_kiosk: Composed, folder: Path) -> None:
    kiosk = composed_kiosk
    typed(kiosk)
    kiosk.tap("就问这个")
    kiosk.until(lambda: "答不上来" in kiosk.words(), "it is refused")
    assert CANARY in kiosk.words()
    kiosk.session.end()
    kiosk.settle()
    left = [text for widget in QApplication.allWidgets() for text in drawn(widget) if CANARY in text]
    assert left == []
    assert CANARY not in QGuiApplication.clipboard().text()
    assert kiosk.session.kept("ask") is None
    assert CANARY not in kiosk.log.getvalue()
    marks = (CANARY.encode(), CANARY.encode("utf-16-le"))
    assert not [p for p in folder.rglob("*") if p.is_file() and any(mark in p.read_bytes() for mark in marks)]
    batch = kiosk.kiosk.steps.batch()
    assert batch is not None
    assert "张玉华" not in repr(batch)
    kiosk.navigator.home()
    kiosk.tap("政策咨询")
    kiosk.tap("打字问一问")
    assert CANARY not in kiosk.words()
