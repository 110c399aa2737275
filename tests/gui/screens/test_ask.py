"""A question typed by a finger, answered and printed; and the keyboard on every display."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.adapters.policy_cards import load_cards
from kiosk.content.typing.candidate import Candidate
from kiosk.domain.details import Consultation
from kiosk.domain.preferences import TextSize
from kiosk.screens.ask.draft import Draft
from kiosk.screens.ask.specimens import SPECIMENS
from kiosk.screens.ask.wording import picture
from kiosk.screens.reader.wording import picture as article
from kiosk.screens.specimens import Specimen
from kiosk.ui.inspect import inspect
from kiosk.ui.kit import Look
from kiosk.ui.metrics import DISPLAYS
from kiosk.ui.widgets.letter_keys import LetterKeys
from kiosk.ui.widgets.type_board import TypeBoard
from kiosk.ui.widgets.word_row import WordKey
from kiosk.ui.window import KioskWindow
from tests.fakes.advice import leaf
from tests.gui.screens.conftest import Room
from tests.gui.screens.test_specimens import close, pages, shown, window_for

CARDS = load_cards()
TODAY = CARDS[0].sources[next(iter(CARDS[0].sources))].in_force
LAW = (
    "县级以上人民政府应当支持既有住宅加装电梯或者其他无障碍设施，"
    "具体办法由省、自治区、直辖市人民政府根据当地实际情况和群众意愿制定并公布。"
)


def type_letters(room: Room, letters: str) -> None:
    for letter in letters.upper():
        room.tap(letter)


def test_a_question_typed_by_initials_is_answered_aloud_and_printed(room: Room) -> None:
    room.tap("政策咨询")
    room.tap("打字问一问")
    type_letters(room, "dgsmq")
    room.tap("打官司没钱")
    room.speech.heard()
    room.tap("就问这个")
    assert "法律援助" in room.speech.heard()
    room.tap("打官司没钱")
    assert room.navigator.current == "policy"
    room.tap("打印带走")
    room.tap("打印")
    assert len(room.printer.printed) == 1
    room.bar_tap("back")
    room.bar_tap("back")
    assert room.navigator.current == "ask"


def test_a_question_that_nothing_answers_reaches_a_person(room: Room) -> None:
    room.tap("政策咨询")
    room.tap("打字问一问")
    type_letters(room, "hongshaorou")
    room.tap("红烧肉")
    room.tap("就问这个")
    assert "答不上来" in room.speech.heard()
    room.tap("问一问人")
    (request,) = room.requests.live()
    assert request.details == Consultation("红烧肉")
    batch = room.steps.batch()
    assert batch is not None
    told = {(one.outcome.value, one.about) for one in batch.asked}
    assert ("nothing", "红烧肉") in told
    assert any(outcome == "person" for outcome, _ in told)


def test_a_key_stays_under_the_finger_while_it_is_typed_on(room: Room) -> None:
    room.tap("政策咨询")
    room.tap("打字问一问")
    board = room.window.findChild(TypeBoard)
    type_letters(room, "lao")
    assert room.window.findChild(TypeBoard) is board


def drawn_on(display: str, size: TextSize = TextSize.STANDARD) -> tuple[KioskWindow, TypeBoard]:
    """The board of a display, with something typed."""
    shape = DISPLAYS[display.removesuffix("-portrait")]
    window = window_for(shape.turned() if display.endswith("portrait") else shape, Look(text_size=size))
    shown(window, Specimen("ask", "ask-initials", dict(SPECIMENS)["ask-initials"]))
    board = window.findChild(TypeBoard)
    assert isinstance(board, TypeBoard)
    return window, board


@pytest.mark.parametrize(
    ("display", "size", "keys"),
    [("21", TextSize.STANDARD, 27), ("21", TextSize.HUGE, 27), ("32", TextSize.STANDARD, 27),
     ("10", TextSize.HUGE, 9), ("10-portrait", TextSize.STANDARD, 9)],
)  # fmt: skip
def test_letters_where_they_fit_and_nine_keys_on_narrow_displays(
    app: QApplication,
    display: str,
    size: TextSize,
    keys: int,
) -> None:
    window, board = drawn_on(display, size)
    (here,) = [one for one in board.findChildren(LetterKeys) if one.isVisible()]
    assert len(here.findChildren(type(board.go))) == keys
    close(window)


@pytest.mark.parametrize("display", ["10", "10-portrait", "21", "21-portrait", "32", "32-4k"])
def test_u1_every_candidate_is_one_degree_high(app: QApplication, display: str) -> None:
    window, board = drawn_on(display)
    metrics = board.kit.metrics
    keys = [key for key in board.findChildren(WordKey) if key.isVisible()]
    assert keys
    for key in keys:
        (words,) = [piece for piece in key.pieces() if hasattr(piece, "setting")]
        assert words.setting.px >= metrics.kou_px(1.0)
    close(window)


@pytest.mark.parametrize("display", ["10", "21"])
@pytest.mark.parametrize("size", [TextSize.STANDARD, TextSize.HUGE])
def test_a_rows_true_names_and_true_laws_fit(app: QApplication, display: str, size: TextSize) -> None:
    """U1 to U9 with the longest names of the cards as words, and with a law's own long sentence."""
    window = window_for(DISPLAYS[display], Look(text_size=size))
    names = sorted((name for card in CARDS for name in card.names.everyday), key=len)[-8:]
    draft = Draft(typed="我想问", spelling="llbt", words=tuple(Candidate(name, 4) for name in names))
    faults = []
    for name, state in (
        ("ask", picture(draft, TODAY, listens=True)),
        ("reader", article(leaf("第二十二条", text=LAW, before="第二十一条", after="第二十三条"), more=True)),
    ):
        shown(window, Specimen(name, name, state))
        for page in pages(window):
            faults += [f"{name} {page}: {f.rule} {f.where}: {f.what}" for f in inspect(window)]
    close(window)
    assert faults == []
