"""To every screen, and to the key that emits each intent of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.screens.register.state import Page as Registering
from tests.gui.composed.arriving import (
    ENTERED,
    to_alarm,
    to_answers,
    to_ask,
    to_card_number,
    to_confirm,
    to_contact,
    to_doctor,
    to_doctors_confirm,
    to_doctors_pad,
    to_drill,
    to_helper,
    to_home,
    to_kept,
    to_lesson,
    to_lessons,
    to_matters,
    to_message,
    to_mine,
    to_number_pad,
    to_options,
    to_own_telephone,
    to_pin,
    to_policy,
    to_quarter,
    to_question,
    to_reader,
    to_register,
    to_request,
    to_resting,
    to_signs,
    to_slip,
    to_sounds,
    to_taxi,
    to_telephone,
    to_trouble,
    to_updates,
    to_volunteer,
    to_warning,
    to_who,
)
from tests.gui.composed.conftest import Composed


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
