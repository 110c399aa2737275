"""Every state of the alarm screen, for pictures and checks."""

from __future__ import annotations

from dataclasses import replace

from kiosk.config import DEMO_FILE
from kiosk.domain.question import Question
from kiosk.screens.alarm.aid import Aid, Plan, Step
from kiosk.screens.alarm.state import Page, Phase, Phone, State
from kiosk.text import msg, verbatim

_PHONES = (Phone("东街社区中心值班", "021-00000000"),)
_SENT = State(Phase.CALLING, number=12, written=True, phones=_PHONES)
_COUNTDOWN = State(Phase.COUNTDOWN, left=3, cancel_ready=True, phones=_PHONES)
_CHECKED = msg("alarm.aid_checked", by=verbatim("某医师"), year=2026, month=10)
_AIDS = (
    Aid(
        "choking", "choking", verbatim("噎住了"), ("breath",), (Step(verbatim("站到他身后，从腋下抱住他。")),), _CHECKED
    ),
    Aid("fall", "fall", verbatim("摔倒了"), ("fall",), (Step(verbatim("别急着扶他起来。")),), _CHECKED),
    Aid("bleeding", "bleeding", verbatim("出血不止"), ("bleeding",), (Step(verbatim("血多，马上打 120。")),), _CHECKED),
    Aid(
        "no-breath",
        "press",
        verbatim("叫不醒，没呼吸"),
        ("breath", "chest"),
        (
            Step(verbatim("请人去拿除颤器。"), plan=True),
            Step(verbatim("往下压 5 到 6 厘米，让它弹回来。")),
            Step(verbatim("一分钟压 100 到 120 下，别停。")),
        ),
        _CHECKED,
    ),
    Aid(
        "defibrillator",
        "defibrillator",
        verbatim("除颤器在哪里"),
        (),
        (Step(verbatim("除颤器在这里。请人去拿。"), plan=True),),
        _CHECKED,
    ),
)
_PLAN = Plan(str(DEMO_FILE.with_name("floor.svg")), (0.2, 0.75), (0.68, 0.45), "服务台右边")
_AIDED = replace(_SENT, phase=Phase.REACHED, aids=_AIDS, plan=_PLAN)
_STEP = replace(_AIDED, page=Page.AID, aid="no-breath")

_ASKED = Question("q", "您能自己站起来吗？", ("能", "不能", "不敢试"), "王阿姨")
_TOLD = replace(_ASKED, answer="不能", told=True)

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("alarm-first-second", replace(_COUNTDOWN, left=5, cancel_ready=False)),
    ("alarm-countdown", _COUNTDOWN),
    ("alarm-countdown-stay", replace(_COUNTDOWN, left=2, staying=True)),
    ("alarm-countdown-nobody", replace(_COUNTDOWN, unattended=True)),
    ("alarm-calling", replace(_SENT, written=False)),
    ("alarm-calling-written", _SENT),
    ("alarm-calling-late", replace(_SENT, late=True)),
    ("alarm-calling-unpromised", replace(_SENT, unpromised=True)),
    ("alarm-countdown-unpromised", replace(_COUNTDOWN, unpromised=True)),
    ("alarm-outside", replace(_SENT, phase=Phase.UNANSWERED, gone_out=("outside",))),
    ("alarm-calling-nobody", replace(_SENT, unattended=True)),
    ("alarm-reached", replace(_SENT, phase=Phase.REACHED)),
    ("alarm-answered", replace(_SENT, phase=Phase.ANSWERED, by="王阿姨")),
    ("alarm-answered-words", replace(_SENT, phase=Phase.ANSWERED, by="王阿姨", words="我马上下来")),
    ("alarm-coming", replace(_SENT, phase=Phase.COMING, by="王阿姨", words="我马上过来，您别动。")),
    ("alarm-unanswered", replace(_SENT, phase=Phase.UNANSWERED)),
    ("alarm-gone-out", replace(_SENT, phase=Phase.UNANSWERED, gone_out=("hub", "sip", "sms", "relay"))),
    ("alarm-where", replace(_SENT, phase=Phase.REACHED, page=Page.WHERE)),
    ("alarm-urgent", replace(_SENT, phase=Phase.REACHED, page=Page.URGENT, where="chest")),
    ("alarm-talk", replace(_SENT, phase=Phase.REACHED, page=Page.TALK, where="fall")),
    ("alarm-told", replace(_SENT, phase=Phase.ANSWERED, by="王阿姨", where="fall", talk="yes")),
    ("alarm-told-urgent", replace(_SENT, phase=Phase.REACHED, where="chest", talk="yes")),
    ("alarm-quiet", replace(_SENT, phase=Phase.REACHED, where="afraid", quiet=True)),
    ("alarm-asked", replace(_SENT, phase=Phase.ANSWERED, by="王阿姨", page=Page.ASKED, asked=_ASKED)),
    ("alarm-asked-urgent", replace(_SENT, phase=Phase.COMING, where="chest", page=Page.ASKED, asked=_ASKED)),
    ("alarm-asked-later", replace(_SENT, phase=Phase.ANSWERED, by="王阿姨", where="fall", asked=_ASKED)),
    ("alarm-asked-answered", replace(_SENT, phase=Phase.ANSWERED, by="王阿姨", where="fall", talk="yes", asked=_TOLD)),
    ("alarm-turn-group", replace(_SENT, phase=Phase.UNANSWERED, turn="group")),
    ("alarm-turn-phoning", replace(_SENT, phase=Phase.UNANSWERED, turn="phoning")),
    ("alarm-turn-outside", replace(_SENT, phase=Phase.UNANSWERED, turn="outside")),
    ("alarm-on-phone", replace(_SENT, phase=Phase.ANSWERED, where="fall", on_phone=True, gone_out=("sip",))),
    ("alarm-asking", replace(_SENT, phase=Phase.REACHED, asking=True)),
    ("alarm-aid-offered", _AIDED),
    ("alarm-aid-after-where", replace(_AIDED, where="fall")),
    ("alarm-aid-which", replace(_AIDED, page=Page.AIDS)),
    ("alarm-aid-plan", _STEP),
    ("alarm-aid-step", replace(_STEP, step=1)),
    ("alarm-aid-last", replace(_STEP, step=2, phase=Phase.COMING, by="王阿姨")),
    ("alarm-aid-no-plan", replace(_STEP, plan=None)),
    ("alarm-cancelled", State(Phase.CANCELLED)),
    ("alarm-stopped", State(Phase.CANCELLED, kept=False)),
    ("alarm-stopped-stalled", State(Phase.CANCELLED, kept=False, stalled=True)),
    ("alarm-over", State(Phase.OVER, by="王阿姨")),
)

NOBODY = frozenset({"alarm-countdown-nobody", "alarm-calling-nobody"})
