"""Every screen in every state, looked over by the rules: nothing clipped, small, pale, crowded or without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.preferences import Palette, TextSize
from kiosk.screens.specimens import Specimen, screens, specimens
from kiosk.text import LANGUAGES, Message, Translator, msg
from kiosk.ui.drawn import Drawn
from kiosk.ui.icons import Icons
from kiosk.ui.inspect import inspect
from kiosk.ui.kit import Look, make_kit
from kiosk.ui.metrics import DISPLAYS, Display
from kiosk.ui.pieces import Words
from kiosk.ui.seen import keys_of
from kiosk.ui.view import View
from kiosk.ui.window import KioskWindow

ICONS = Icons()
SETTINGS = {
    "21 standard": (DISPLAYS["21"], Look()),
    "21 huge, dark": (DISPLAYS["21"], Look(Palette.DARK, TextSize.HUGE)),
    "21 upright, large, contrast": (DISPLAYS["21"].turned(), Look(Palette.CONTRAST, TextSize.LARGE)),
    "10 standard, English": (DISPLAYS["10"], Look(language="en")),
    "10 huge": (DISPLAYS["10"], Look(text_size=TextSize.HUGE)),
    "10 upright, huge, English": (DISPLAYS["10"].turned(), Look(text_size=TextSize.HUGE, language="en")),
    "32 standard, dark": (DISPLAYS["32"], Look(Palette.DARK)),
}


def window_for(display: Display, look: Look) -> KioskWindow:
    still = Look(look.palette, look.text_size, look.language, motion=False)
    window = KioskWindow(make_kit(display, still, Translator(look.language), icons=ICONS))
    window.set_duty(msg("duty.on", names="王阿姨"), "王阿姨")
    window.set_time(msg("time.morning", time="9:30"))
    window.show()
    return window


def shown(window: KioskWindow, specimen: Specimen) -> View:
    view: View = import_module(f"kiosk.screens.{specimen.screen}.view").View(window.kit)
    view.render(specimen.state)
    window.show_view(view, motion=False)
    QApplication.processEvents()
    return view


OF_EACH = 3
TURNERS = ("page.more", "page.after", "split.next")


def pages(window: KioskWindow) -> Iterator[int]:
    """Turns every page of what is shown, from the first to the last."""
    words = [window.kit.t(msg(name)) for name in TURNERS]
    for page in range(1, 20):
        yield page
        turners = [k for k in keys_of(window) if k.accessibleName().partition("，")[0] in words]
        if not turners:
            return
        turners[-1].tapped.emit()
        QApplication.processEvents()
    raise AssertionError("the pages never end")


@pytest.fixture
def window(app: QApplication) -> Iterator[KioskWindow]:
    made = window_for(DISPLAYS["21"], Look())
    yield made
    close(made)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_rows_nothing_is_wrong_with_any_state(app: QApplication, setting: str) -> None:
    """U1 to U9, U24, U25: each state in three of these settings, turn and turn about; `kiosk audit` looks at all."""
    window = window_for(*SETTINGS[setting])
    turn = list(SETTINGS).index(setting)
    faults = []
    for specimen in (one for n, one in enumerate(specimens()) if (n + turn) % len(SETTINGS) < OF_EACH):
        shown(window, specimen)
        for page in pages(window):
            faults += [f"{specimen.name}, page {page}: {f.rule} {f.where}: {f.what}" for f in inspect(window)]
    close(window)
    assert faults == []


def test_u10_everything_that_is_shown_can_be_heard(window: KioskWindow) -> None:
    deaf = []
    for specimen in specimens():
        words = _words(shown(window, specimen))
        assert words, specimen.name
        heard = _letters("".join(window.kit.t(m) for m in specimen.state.aloud))
        deaf += [(specimen.name, w) for w in words if _letters(w) not in heard and not w.isdecimal()]
    deaf = [(name, w) for name, w in deaf if w not in PAGE_WORDS and set(w) != DOTS and not PAGE_COUNT.fullmatch(w)]
    assert [(name, w) for name, w in deaf if not _typed_on(name, w)] == []


def _typed_on(name: str, words: str) -> bool:
    """A keyboard's letters and the words it offers are heard one by one, each when its key is held (U10)."""
    return name.startswith("ask-") and name.removeprefix("ask-") in KEYBOARDS and len(words) <= LONGEST_OFFERED


KEYBOARDS = {"empty", "initials", "digits", "long", "no-words"}
LONGEST_OFFERED = 6
DOTS = {"●"}  # a PIN, which is never spoken (U11)
PAGE_WORDS = {"下一页", "上一页", "下面还有", "好了"}
PAGE_COUNT = re.compile(r"(第 \d+ 页，)?(共 \d+ 页)?")


def test_there_is_a_specimen_of_every_screen_and_no_name_twice() -> None:
    names = [specimen.name for specimen in specimens()]
    assert len(names) == len(set(names))
    assert {specimen.screen for specimen in specimens()} == set(screens())
    assert [s.screen for s in specimens("trouble")] == ["trouble"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_words_in_every_language(language: str) -> None:
    t = Translator(language)
    for specimen in specimens():
        assert all(t(m) for m in (specimen.state.title, *specimen.state.say, *specimen.state.aloud))


def test_u19_sentences_have_at_most_20_characters() -> None:
    t, long = Translator("zh_CN"), set()
    for specimen in specimens():
        for message in (*specimen.state.say, *specimen.state.aloud):
            for sentence in re.split(r"[。！？；]", t(message)):
                if len(re.sub(r"\s", "", sentence)) > 20:
                    long.add(sentence)
    assert long == set()


def test_u11_nothing_personal_is_said_on_arriving() -> None:
    """The destination and a telephone number are marked, so that the voice leaves them out unless asked."""
    t = Translator("zh_CN")
    for specimen in specimens("taxi"):
        open_words = "".join(t(m) for m in specimen.state.say if not _personal(m))
        assert "138" not in open_words
        if specimen.name.startswith("taxi-confirm"):
            assert "东街医院" not in open_words


def _personal(message: Message) -> bool:
    return message.personal or any(_personal(v) for v in message.args.values() if isinstance(v, Message))


def _words(view: View) -> list[str]:
    """Every text on the view, lines joined."""
    drawn = [w for w in view.findChildren(QWidget) if isinstance(w, Drawn) and w.isVisible()]
    pieces = [piece for widget in drawn for piece in widget.pieces()]
    return ["".join(piece.setting.lines) for piece in pieces if isinstance(piece, Words) and piece.setting.lines]


def _letters(text: str) -> str:
    """Without blanks and stops, which setting and joining change."""
    return re.sub(r"[\s，。,.、]", "", text)


def close(window: KioskWindow) -> None:
    window.may_close = True
    window.close()
    window.deleteLater()
    QApplication.processEvents()
