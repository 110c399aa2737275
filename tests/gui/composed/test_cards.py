"""A card on any screen: recognised, never in the way, and gone with the session (S3, U12)."""

from __future__ import annotations

import gc
import json
import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.card import make
from kiosk.domain.places import Place
from kiosk.domain.preferences import Palette, Preferences, TextSize
from kiosk.domain.resident import GUEST, Habits, Level, Resident, UsualDoctor, Zodiac
from kiosk.errors import HubUnreachable
from kiosk.services.screen import Presenter
from kiosk.services.session import SessionPhase
from tests.fakes.residents import Known, MemoryResidents
from tests.gui.composed.conftest import Composed, drawn

CODES = {"a": make(Random(1)), "b": make(Random(2))}
CANARIES = {"a": "金丝雀甲", "b": "金丝雀乙"}
LEFT_BEFORE: list[object] = []
"""Kiosks of other tests, closed in the middle of somebody's session."""


def known(who: str, likes: Preferences | None = None) -> Known:
    canary = CANARIES[who]
    doctor = UsualDoctor("east", f"{canary}医院", "heart", f"{canary}科", "x", f"{canary}医生")
    return Known(who, (CODES[who],), Zodiac.OX, Habits(likes, (Place("home", f"{canary}弄", f"{canary}门"),), doctor))


@pytest.fixture
def hub(composed_kiosk: Composed) -> MemoryResidents:
    """What the kiosk asks about residents."""
    english = Preferences(TextSize.LARGE, Palette.CONTRAST, "en", 100, 110)
    memory = MemoryResidents([known("a", english), known("b")])
    composed_kiosk.kiosk.known_cards._hub = memory
    gc.collect()
    LEFT_BEFORE[:] = [one for one in gc.get_objects() if isinstance(one, (Resident, Presenter)) and one is not GUEST]
    return memory


def strike(kiosk: Composed, text: str) -> None:
    """Keystrokes as the window gets them, quicker than any finger."""
    window = kiosk.window.windowHandle()
    for letter in text:
        enter = letter == "\n"
        key = Qt.Key.Key_Return if enter else Qt.Key.Key_A
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "\r" if enter else letter)
            QApplication.sendEvent(window, event)


def scan(kiosk: Composed, who: str) -> None:
    kiosk.pass_(2)
    strike(kiosk, CODES[who] + "\n")
    kiosk.until(lambda: kiosk.kiosk.residents.current.id == who, "the card is recognised")


def test_a_card_is_recognised_on_home_and_nobody_is_greeted_by_name(
    composed_kiosk: Composed, hub: MemoryResidents
) -> None:
    kiosk = composed_kiosk
    scan(kiosk, "b")
    assert kiosk.screen == "home"
    kiosk.until_spoken("卡已认出。")
    kiosk.pass_(5)
    assert "卡已认出" in kiosk.words()
    assert kiosk.key("我好了").isVisible()
    assert "金丝雀" not in kiosk.words()
    assert not any("金丝雀" in said for said in kiosk.spoken())
    assert hub.asked == ["by_card"]


def test_we_are_done_ends_the_session_at_once(composed_kiosk: Composed, hub: MemoryResidents) -> None:
    kiosk = composed_kiosk
    scan(kiosk, "b")
    kiosk.tap("我好了")
    assert (kiosk.phase(), kiosk.screen) == (SessionPhase.RESTING, "resting")
    assert kiosk.kiosk.residents.current == GUEST
    assert "卡已认出" not in kiosk.words()
    assert not kiosk.window.known
    kiosk.until(lambda: hub.passes == {}, "the pass ends at the hub")


def test_u12_a_cards_looks_come_live_and_go_at_the_end(composed_kiosk: Composed, hub: MemoryResidents) -> None:
    kiosk = composed_kiosk
    before = kiosk.window.kit
    scan(kiosk, "a")
    assert kiosk.window.kit.colours is not before.colours
    assert "Call a taxi" in kiosk.words()
    assert (kiosk.session.preferences.rate, kiosk.session.preferences.volume) == (110, 100)
    kiosk.tap("I'm done")
    assert "点一下，我来帮您" in kiosk.words()
    assert kiosk.session.preferences == kiosk.kiosk.settings.preferences()
    assert hub.people[0].habits.preferences == Preferences(TextSize.LARGE, Palette.CONTRAST, "en", 100, 110)


def test_what_a_scanner_types_reaches_no_key_and_no_pad_and_the_draft_stays(
    composed_kiosk: Composed, hub: MemoryResidents
) -> None:
    kiosk = composed_kiosk
    kiosk.tap("叫出租车")
    kiosk.tap("东街公园")
    kiosk.tap("两个人、轮椅、晚点走")
    kiosk.tap("换人数")
    kiosk.tap("不留电话")
    for digit in "02100000000":
        kiosk.tap(digit)
    kiosk.key("1").setFocus()
    before = kiosk.page_words()
    scan(kiosk, "b")
    assert (kiosk.screen, kiosk.page_words()) == ("taxi", before)
    kiosk.tap("好了")
    assert "2 个人" in kiosk.page_words()
    assert hub.asked == ["by_card"]


@pytest.mark.parametrize("line_ends", ["", "\n"])
def test_10_kb_of_noise_is_said_once_kindly_and_changes_nothing(
    composed_kiosk: Composed, hub: MemoryResidents, line_ends: str
) -> None:
    kiosk = composed_kiosk
    kiosk.tap("叫出租车")
    before = kiosk.page_words()
    kiosk.until_spoken("请点要去的地方。")
    kiosk.be_quiet()
    kiosk.pass_(2)
    rng = Random(3)
    noise = "".join(chr(rng.randrange(33, 127)) for _ in range(10 * 1024 if not line_ends else 2048))
    strike(kiosk, "".join(c + (line_ends if n % 31 == 0 else "") for n, c in enumerate(noise, 1)))
    kiosk.pass_(1)
    kiosk.until_spoken("卡没认出来。再刷一次，或者输号码。")
    assert len(kiosk.spoken()) == 1
    assert (kiosk.screen, kiosk.page_words(), hub.asked) == ("taxi", before, [])
    assert kiosk.unforeseen == []
    scan(kiosk, "b")


def test_tab_and_enter_of_a_switch_still_move_about(composed_kiosk: Composed, hub: MemoryResidents) -> None:
    kiosk = composed_kiosk
    kiosk.pass_(2)
    QTest.keyClick(kiosk.window.windowHandle(), Qt.Key.Key_Tab)
    kiosk.key("叫出租车").setFocus()
    kiosk.pass_(2)
    QTest.keyClick(kiosk.window.windowHandle(), Qt.Key.Key_Return)
    kiosk.settle()
    assert (kiosk.screen, hub.asked) == ("taxi", [])


def test_while_help_is_called_a_card_changes_nothing(composed_kiosk: Composed, hub: MemoryResidents) -> None:
    kiosk = composed_kiosk
    scan(kiosk, "b")
    kiosk.bar_tap("alarm")
    kiosk.pass_(2)
    strike(kiosk, CODES["a"] + "\n")
    kiosk.settle()
    assert (kiosk.screen, kiosk.kiosk.residents.current.id) == ("alarm", "b")
    kiosk.tap("我好了")
    assert (kiosk.screen, kiosk.phase()) == ("alarm", SessionPhase.ACTIVE)
    assert hub.asked == ["by_card"]
    kiosk.call_off()


def test_without_a_line_a_card_seen_here_is_recognised_and_a_new_one_kindly_not(
    composed_kiosk: Composed, hub: MemoryResidents
) -> None:
    kiosk = composed_kiosk
    scan(kiosk, "b")
    kiosk.tap("我好了")
    hub.trouble = HubUnreachable("no line")
    scan(kiosk, "b")
    who = kiosk.kiosk.residents.current
    assert (who.level, who.offline, who.pass_) == (Level.CARD, True, "")
    kiosk.tap("我好了")
    kiosk.pass_(2)
    strike(kiosk, CODES["a"] + "\n")
    kiosk.until_spoken("现在连不上，认不了卡。没有卡也能办。")
    assert kiosk.kiosk.residents.current == GUEST


# --- S3: two residents, one after the other ---


def visit(kiosk: Composed, who: str) -> None:
    """Somebody shows their card, opens it, and looks at everything that is theirs."""
    canary = CANARIES[who]
    scan(kiosk, who)
    kiosk.tap("叫出租车")
    assert canary in kiosk.words()
    kiosk.bar_tap("listen")
    kiosk.until_spoken(canary)
    kiosk.bar_tap("listen")
    kiosk.tap("对，叫车")
    kiosk.until(lambda: kiosk.screen == "request", "the taxi is called")
    kiosk.bar_tap("home")
    kiosk.tap("看病预约")
    assert canary in kiosk.words()
    kiosk.bar_tap("home")
    kiosk.navigator.go("who", then="mine")
    kiosk.tap("牛")
    kiosk.until(lambda: kiosk.screen == "mine", "their matters are open")


def on_the_glass(kiosk: Composed, canary: str) -> Iterator[str]:
    for widget in QApplication.allWidgets():
        if any(canary in text for text in drawn(widget)):
            yield f"widget {type(widget).__name__}"
    if canary in QGuiApplication.clipboard().text():
        yield "clipboard"
    focus = QGuiApplication.focusObject()
    if isinstance(focus, QWidget) and canary in str(focus.inputMethodQuery(Qt.InputMethodQuery.ImSurroundingText)):
        yield "input method"
    if canary in kiosk.player.playing or canary in repr(kiosk.kiosk.voices.said):
        yield "speech"


def in_memory(kiosk: Composed, canary: str) -> Iterator[str]:
    """Who it was and what they were shown; the test's own hub remembers, of course."""
    for one in gc.get_objects():
        new = isinstance(one, (Resident, Presenter)) and not any(one is old for old in LEFT_BEFORE)
        if new and canary in repr(one if isinstance(one, Resident) else one.state):
            yield type(one).__module__
    if canary in repr(kiosk.session._kept):
        yield "session"


def on_the_disk(kiosk: Composed, canary: str, folder: Path) -> Iterator[str]:
    """As raw bytes, in every coding a file of ours could have."""
    marks = {canary.encode(), canary.encode("utf-16-le"), json.dumps(canary)[1:-1].encode()}
    for path in (p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        if any(mark in content for mark in marks):
            yield f"file {path.name}"
    if canary in kiosk.log.getvalue():
        yield "log"
    if any(canary in text for text, _, _, keep in kiosk.voice.made if keep):
        yield "kept sound"


def traces(kiosk: Composed, canary: str, folder: Path) -> list[str]:
    """Wherever the next person, or whoever opens the machine, could find it."""
    kiosk.settle()
    gc.collect()
    return [*on_the_glass(kiosk, canary), *in_memory(kiosk, canary), *on_the_disk(kiosk, canary, folder)]


def gone(kiosk: Composed, canary: str, folder: Path) -> bool:
    return not traces(kiosk, canary, folder)


def forgotten(kiosk: Composed, times: int) -> bool:
    return kiosk.voice.forgotten == times


@pytest.mark.parametrize("end", ["done", "idle"])
def test_s3_two_canaries(composed_kiosk: Composed, hub: MemoryResidents, tmp_path: Path, end: str) -> None:
    """What is under way stays, encrypted; nothing of either resident can be found after them."""
    kiosk = composed_kiosk
    hub.people = [known("a"), known("b")]
    for who in CANARIES:
        visit(kiosk, who)
        assert set(traces(kiosk, CANARIES[who], tmp_path)) >= {"kiosk.domain.resident"}
        before = kiosk.voice.forgotten
        kiosk.tap("我好了") if end == "done" else kiosk.pass_(181)
        assert kiosk.screen == "resting"
        kiosk.until(partial(forgotten, kiosk, before + 1), "the sounds are forgotten")
        kiosk.until(lambda: hub.passes == {}, "the pass is over")
        kiosk.be_quiet()
        kiosk.kiosk.voices.speech.again()
        for canary in CANARIES.values():
            kiosk.until(partial(gone, kiosk, canary, tmp_path), "nothing is left of them")
        assert kiosk.spoken() == []
    assert [request.owner.resident for request in kiosk.kiosk.requests.live()] == ["a", "b"]
    assert (tmp_path / "kiosk" / "kiosk.db").stat().st_size > 0


@pytest.mark.parametrize("where", ["widget", "state", "file", "log", "clipboard"])
def test_s3_a_canary_that_is_left_somewhere_is_found(
    composed_kiosk: Composed, hub: MemoryResidents, tmp_path: Path, where: str
) -> None:
    """The search above can fail."""
    kiosk, canary = composed_kiosk, CANARIES["a"]
    assert traces(kiosk, canary, tmp_path) == []
    assert hub.asked == []
    kept = Resident("a", habits=Habits(places=(Place("home", canary),))) if where == "state" else None
    if where == "widget":
        kiosk.window.title_bar.set_title(canary)
    elif where == "file":
        (tmp_path / "kiosk" / "left").write_text(json.dumps(canary))
    elif where == "log":
        logging.getLogger("kiosk").warning(canary)
    elif where == "clipboard":
        QGuiApplication.clipboard().setText(canary)
    assert traces(kiosk, canary, tmp_path) != []
    QGuiApplication.clipboard().clear()
    del kept
