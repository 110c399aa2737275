"""Breaks the kiosk from within, with something on the tongue that no log may hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from random import Random
from typing import Any

import pytest

from kiosk.bootstrap.screens import view_class
from kiosk.content.lessons.run import Place, Stage, begin
from kiosk.domain.card import make
from kiosk.domain.drill import DrillCall
from kiosk.domain.resident import Zodiac
from kiosk.screens.ask.draft import Draft as Question
from kiosk.screens.lessons.draft import Draft
from kiosk.screens.register.state import Page as Registering
from kiosk.screens.register.state import State as RegisterState
from kiosk.screens.specimens import screens, specimens
from kiosk.ui.navigator import intents
from tests.fakes.helpers import BADGE, PIN, MemoryHelpers
from tests.fakes.recorder import FakeRecorder
from tests.fakes.residents import Known, MemoryResidents
from tests.gui.composed.conftest import Composed

CANARY = "13800000000"
ENTERED = CANARY[:-1]
CARD = make(Random(1))
SORRY = "对不起，请稍等"


class Broken(Exception):
    """Carries what a resident entered, as a parser's or a database's error would."""


def breaker(self: object, *_: object, **__: object) -> Any:
    """Stands in for a method; its error names the number and the whole state."""
    raise Broken(f"{CANARY} {getattr(self, '_state', '')}")


class Fuse:
    """Lets a method of a class through until it is blown; from then on it breaks. Set it before the screen opens."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> None:
        self.blown = False
        real = getattr(owner, name)

        def method(this: object, *args: object, **more: object) -> Any:
            return breaker(this) if self.blown else real(this, *args, **more)

        monkeypatch.setattr(owner, name, method)


def presenter(screen: str) -> type:
    return import_module(f"kiosk.screens.{screen}.presenter").Presenter  # type: ignore[no-any-return]


def view(screen: str) -> Any:
    return view_class(screen)


def every_intent() -> list[tuple[str, str]]:
    """(screen, signal) of all screens, by the rule by which views are bound to presenters."""
    return [(screen, name) for screen in screens() for name in intents(view(screen))]


# How a resident comes to each screen, by taps.


def to_home(kiosk: Composed) -> None:
    """From elsewhere, so that it is opened anew."""
    kiosk.tap("我的事情")
    kiosk.bar_tap("home")


def to_taxi(kiosk: Composed) -> None:
    kiosk.tap("叫出租车")


def to_confirm(kiosk: Composed) -> None:
    to_taxi(kiosk)
    kiosk.tap("东街公园")


def to_options(kiosk: Composed) -> None:
    to_confirm(kiosk)
    kiosk.tap("两个人、轮椅、晚点走")


def to_number_pad(kiosk: Composed) -> None:
    """With all but the last digit entered."""
    to_options(kiosk)
    kiosk.tap("不留电话")
    for digit in ENTERED:
        kiosk.tap(digit)


def to_request(kiosk: Composed) -> None:
    kiosk.taxi_called()


def to_mine(kiosk: Composed) -> None:
    kiosk.tap("我的事情")


def to_matters(kiosk: Composed) -> None:
    to_request(kiosk)
    kiosk.bar_tap("home")
    to_mine(kiosk)


def to_slip(kiosk: Composed) -> None:
    """As the demonstration's settings know no printer, by its own door."""
    found = next(s for s in specimens("slip") if s.name == "slip-taxi")
    kiosk.clock.call_later(0, lambda: kiosk.navigator.go("slip", slip=found.state.slip))
    kiosk.pass_(0)


def to_message(kiosk: Composed) -> None:
    """There is no microphone here: one is lent, and the screen opened by its own door."""
    whole = kiosk.kiosk
    whole._parts = replace(whole._parts, recorder=FakeRecorder())
    kiosk.clock.call_later(0, lambda: kiosk.navigator.go("message"))
    kiosk.pass_(0)


def to_lessons(kiosk: Composed) -> None:
    """They are read in the background; where the screen itself is broken, nothing is waited for."""
    kiosk.tap("学手机")
    kiosk.until(lambda: kiosk.screen != "lessons" or "集印章" in kiosk.words(), "the lessons")


def to_lesson(kiosk: Composed) -> None:
    to_lessons(kiosk)
    kiosk.tap("摸一摸")
    kiosk.tap("打电话")
    kiosk.tap("开始学")


def to_telephone(kiosk: Composed) -> None:
    """The drawn one, with something to tap."""
    to_lesson(kiosk)
    kiosk.tap("下一步")


def to_own_telephone(kiosk: Composed) -> None:
    """By the door of a session that stood there."""
    to_lesson(kiosk)
    whole = kiosk.kiosk
    draft = whole.session.kept("lessons")
    assert isinstance(draft, Draft)
    assert draft.run is not None
    at_end = begin(draft.run.lesson, Place("call", Stage.OWN))
    whole.session.keep("lessons", replace(draft, run=at_end))
    kiosk.clock.call_later(0, lambda: kiosk.navigator.replace("lessons", lesson="call"))
    kiosk.pass_(0)


def to_doctor(kiosk: Composed) -> None:
    kiosk.tap("看病预约")


def to_doctors_confirm(kiosk: Composed) -> None:
    to_doctor(kiosk)
    kiosk.tap("家庭医生")
    kiosk.tap("越早越好")


def to_doctors_pad(kiosk: Composed) -> None:
    """With all but the last digit entered."""
    to_doctors_confirm(kiosk)
    kiosk.tap("留个电话")
    for digit in ENTERED:
        kiosk.tap(digit)


def to_policy(kiosk: Composed) -> None:
    """Its cards are read in the background; where the screen itself is broken, nothing is waited for."""
    kiosk.tap("政策咨询")
    kiosk.until(lambda: kiosk.screen != "policy" or "大家常问" in kiosk.words(), "the cards")


def to_quarter(kiosk: Composed) -> None:
    to_policy(kiosk)
    kiosk.until(lambda: kiosk.screen != "policy" or "通知和电话" in kiosk.words(), "the quarter is read")
    kiosk.tap("通知和电话")


def to_contact(kiosk: Composed) -> None:
    to_quarter(kiosk)
    kiosk.tap("东街修灯铺")


def to_ask(kiosk: Composed) -> None:
    """Something is typed, so that every key has something to do."""
    to_policy(kiosk)
    kiosk.until(lambda: kiosk.screen != "policy" or "打字问一问" in kiosk.words(), "the cards")
    kiosk.tap("打字问一问")
    kiosk.tap("D")
    kiosk.until(lambda: kiosk.screen != "ask" or "的" in kiosk.words(), "words are offered")


def has_key(kiosk: Composed, name: str) -> bool:
    return any(name in key.accessibleName() for key in kiosk.all_keys())


def to_answers(kiosk: Composed) -> None:
    """A question was typed by its initials, and answered."""
    to_policy(kiosk)
    kiosk.until(lambda: kiosk.screen != "policy" or "打字问一问" in kiosk.words(), "the cards")
    kiosk.tap("打字问一问")
    for letter in "DGSMQ":
        kiosk.tap(letter)
        kiosk.settle()
    kiosk.until(lambda: kiosk.screen != "ask" or "打官司没钱" in kiosk.words(), "words are offered")
    kiosk.tap("打官司没钱")
    kiosk.tap("就问这个")
    kiosk.until(
        lambda: kiosk.screen != "ask" or any("打官司" in k.accessibleName() for k in kiosk.all_keys()), "answers"
    )


def to_sounds(kiosk: Composed) -> None:
    """As on a narrow display, whose nine keys may mean several sounds."""
    kiosk.window.resize(760, 1280)
    kiosk.kiosk.session.keep("ask", Question(spelling="3"))
    to_own_door("ask")(kiosk)
    kiosk.until(lambda: kiosk.screen != "ask" or "的" in kiosk.words(), "words are offered")


def to_own_door(screen: str, **args: object) -> Callable[[Composed], None]:
    """Where the way by taps is long, the screen's own door."""

    def go(kiosk: Composed) -> None:
        kiosk.clock.call_later(0, lambda: kiosk.navigator.go(screen, **args))
        kiosk.pass_(0)
        kiosk.settle()

    return go


def to_reader(kiosk: Composed) -> None:
    to_own_door("reader", doc="none", article="第一条")(kiosk)
    kiosk.until(lambda: kiosk.screen != "reader" or "问一问人" in kiosk.words(), "the text is looked for")


def to_drill(kiosk: Composed) -> None:
    """By the desk's word."""
    drilling = kiosk.kiosk._parts.drilling
    assert drilling is not None
    kiosk.clock.call_later(0, lambda: drilling.told(DrillCall("d1", 3000.0, "王阿姨")))
    kiosk.pass_(1)


def helped(kiosk: Composed) -> None:
    """A volunteer stands beside."""
    kiosk.kiosk.helping._helpers = MemoryHelpers()
    kiosk.kiosk.helping.enter(BADGE, PIN, lambda _: None, lambda _: None)
    kiosk.until(lambda: kiosk.kiosk.helping.current is not None, "the helper is known")


def to_register(kiosk: Composed, page: Registering = Registering.AGREE, phone: str = "") -> None:
    helped(kiosk)
    kiosk.kiosk.session.keep("register", RegisterState(page, id="r1", phone=phone))
    to_own_door("register")(kiosk)


def to_updates(kiosk: Composed) -> None:
    helped(kiosk)
    to_own_door("updates")(kiosk)


def to_volunteer(kiosk: Composed) -> None:
    kiosk.bar_tap("volunteer")


def to_helper(kiosk: Composed) -> None:
    kiosk.kiosk.helping.lock()
    to_volunteer(kiosk)
    kiosk.tap("我是志愿者")


def to_pin(kiosk: Composed) -> None:
    """A badge is held out."""
    kiosk.kiosk.cards.scanned(BADGE)


def to_who(kiosk: Composed) -> None:
    to_mine(kiosk)
    kiosk.tap("我有卡")


def to_card_number(kiosk: Composed) -> None:
    """With some digits entered."""
    to_who(kiosk)
    kiosk.tap("输卡上的号码")
    for digit in ENTERED:
        kiosk.tap(digit)


def to_signs(kiosk: Composed) -> None:
    """A card is held out."""
    kiosk.kiosk.known_cards._hub = MemoryResidents([Known("a", (CARD,), Zodiac.OX)])
    to_who(kiosk)
    kiosk.kiosk.cards.scanned(CARD)
    kiosk.until(lambda: "您属什么" in kiosk.words(), "the card is recognised")


def to_kept(kiosk: Composed) -> None:
    """By card and 属相."""
    to_signs(kiosk)
    kiosk.tap("牛")
    kiosk.until(lambda: "记着我什么" in kiosk.words(), "their matters are open")
    kiosk.tap("记着我什么")


def to_alarm(kiosk: Composed) -> None:
    kiosk.bar_tap("alarm")


def to_question(kiosk: Composed) -> None:
    """Help is called, and the screen asks what is wrong."""
    to_alarm(kiosk)
    kiosk.tap("现在就叫")
    kiosk.until(lambda: "告诉他们怎么了" in kiosk.words(), "it was sent")
    kiosk.tap("告诉他们怎么了")


def to_resting(kiosk: Composed) -> None:
    kiosk.rest()


def to_warning(kiosk: Composed) -> None:
    kiosk.pass_(151)


def to_trouble(kiosk: Composed) -> None:
    """Something broke elsewhere."""
    kiosk.clock.call_later(0, lambda: breaker(kiosk))
    kiosk.pass_(0)
    kiosk.unforeseen.clear()


@dataclass(frozen=True)
class Way:
    """To the key that emits an intent; where the kiosk stands after it broke once and was built anew."""

    go: Callable[[Composed], None]
    key: str
    then: str = ""


WAYS = {
    ("home", "chosen"): Way(to_home, "叫出租车"),
    ("taxi", "place_chosen"): Way(to_taxi, "东街医院"),
    ("taxi", "pressed"): Way(to_confirm, "对，叫车"),
    ("taxi", "option"): Way(to_options, "换人数"),
    ("taxi", "typed"): Way(to_number_pad, "0"),
    ("taxi", "phone_done"): Way(to_number_pad, "好了"),
    ("doctor", "chosen"): Way(to_doctor, "配药"),
    ("doctor", "pressed"): Way(to_doctors_confirm, "好的"),
    ("doctor", "typed"): Way(to_doctors_pad, "0"),
    ("doctor", "phone_done"): Way(to_doctors_pad, "好了"),
    ("policy", "chosen"): Way(to_policy, "看病医保"),
    ("policy", "pressed"): Way(to_policy, "问一问人"),
    ("quarter", "chosen"): Way(to_quarter, "东街修灯铺"),
    ("quarter", "pressed"): Way(to_contact, "帮我打"),
    ("ask", "pressed"): Way(to_ask, "就问这个"),
    ("ask", "keyed"): Way(to_ask, "E"),
    ("ask", "picked"): Way(to_ask, "的"),
    ("ask", "sounded"): Way(to_sounds, "e"),
    ("ask", "chosen"): Way(to_answers, "打官司没钱"),
    ("reader", "pressed"): Way(to_reader, "问一问人"),
    ("register", "pressed"): Way(to_register, "不办了"),
    ("register", "typed"): Way(partial(to_register, page=Registering.PHONE, phone=ENTERED), "0"),
    ("register", "phone_done"): Way(partial(to_register, page=Registering.PHONE, phone=ENTERED), "好了"),
    ("register", "sign_chosen"): Way(partial(to_register, page=Registering.ZODIAC), "牛"),
    ("updates", "pressed"): Way(to_updates, "好的"),
    ("drill", "pressed"): Way(to_drill, "现在不演练", "home"),
    ("request", "pressed"): Way(to_request, "不坐了"),
    ("volunteer", "pressed"): Way(to_volunteer, "留个话"),
    ("helper", "pressed"): Way(to_helper, "我不是志愿者"),
    ("helper", "typed"): Way(to_pin, "1"),
    ("helper", "pin_done"): Way(to_pin, "好了"),
    ("who", "pressed"): Way(to_who, "输卡上的号码"),
    ("who", "typed"): Way(to_card_number, "0"),
    ("who", "number_done"): Way(to_card_number, "好了"),
    ("who", "sign_chosen"): Way(to_signs, "牛"),
    ("alarm", "pressed"): Way(to_alarm, "现在就叫"),
    ("alarm", "answered"): Way(to_question, "摔倒了"),
    ("mine", "chosen"): Way(to_matters, "叫出租车"),
    ("mine", "pressed"): Way(to_mine, "回首页"),
    ("kept", "pressed"): Way(to_kept, "全都删掉"),
    ("message", "pressed"): Way(to_message, "开始说"),
    ("slip", "pressed"): Way(to_slip, "念给我听"),
    ("lessons", "chosen"): Way(to_lessons, "摸一摸"),
    ("lessons", "touched"): Way(to_telephone, "电话"),
    ("lessons", "ticked"): Way(to_own_telephone, "找到画着听筒"),
    ("lessons", "pressed"): Way(to_lesson, "下一步"),
    ("resting", "touched"): Way(to_resting, "点一下，我来帮您", "home"),
    ("idle", "pressed"): Way(to_warning, "我还在", "home"),
    ("trouble", "leave"): Way(to_trouble, "回首页", "home"),
}

ARRIVALS = {
    "home": to_home,
    "taxi": to_taxi,
    "doctor": to_doctor,
    "policy": to_policy,
    "quarter": to_quarter,
    "ask": to_ask,
    "reader": to_reader,
    "register": to_register,
    "updates": to_updates,
    "drill": to_drill,
    "request": to_request,
    "volunteer": to_volunteer,
    "helper": to_helper,
    "who": to_who,
    "alarm": to_alarm,
    "mine": to_mine,
    "kept": to_kept,
    "message": to_message,
    "slip": to_slip,
    "lessons": to_lessons,
    "resting": to_resting,
    "idle": to_warning,
    "trouble": to_trouble,
}
