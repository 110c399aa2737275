"""How a resident comes to each screen, by taps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from kiosk.content.lessons.run import Place, Stage, begin
from kiosk.domain.card import make
from kiosk.domain.drill import DrillCall
from kiosk.domain.resident import Zodiac
from kiosk.screens.ask.draft import Draft as Question
from kiosk.screens.lessons.draft import Draft
from kiosk.screens.register.state import Page as Registering
from kiosk.screens.register.state import State as RegisterState
from kiosk.screens.specimens import specimens
from tests.fakes.helpers import BADGE, PIN, MemoryHelpers
from tests.fakes.recorder import FakeRecorder
from tests.fakes.residents import Known, MemoryResidents
from tests.gui.composed.breaking import CANARY, breaker
from tests.gui.composed.conftest import Composed

ENTERED = CANARY[:-1]
CARD = make(Random(1))


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
