"""Screens made of the widgets alone, with invented words: what the gallery draws and the layout tests inspect."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import msg
from kiosk.ui.drawn import Drawn
from kiosk.ui.theme import Kit, Type
from kiosk.ui.view import View
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.band import BandKind
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.big_panel import BigPanel
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column, Row
from kiosk.ui.widgets.countdown_ring import CountdownRing
from kiosk.ui.widgets.digits import Digits
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.number_pad import NumberPad
from kiosk.ui.widgets.read_back import ReadBack
from kiosk.ui.widgets.read_back import Row as Line
from kiosk.ui.widgets.resting_face import RestingFace
from kiosk.ui.widgets.split import Split
from kiosk.ui.widgets.status_card import StatusCard, Step, StepState
from kiosk.ui.widgets.text_block import TextBlock

CHINESE = [
    ("doctor", "看病预约", "挂号、改期、配药"),
    ("taxi", "叫出租车", "去医院、回家"),
    ("lessons", "学手机", "从第一课开始"),
    ("policy", "政策咨询", "补贴、医保、养老"),
    ("alarm", "紧急呼救", "不舒服、摔倒、害怕"),
    ("mine", "我的事情", "看看办得怎么样"),
]
ENGLISH = [
    ("doctor", "Doctor", "Book, change, refill"),
    ("taxi", "Taxi", "Hospital or home"),
    ("lessons", "Phone lessons", "From the first one"),
    ("policy", "Benefits", "Allowance, insurance"),
    ("alarm", "Get help", "Ill, fallen, afraid"),
    ("mine", "My things", "How they are going"),
]


@dataclass
class Sample:
    view: View
    band: BandKind | None = None
    listening: bool = False


def _view(kit: Kit, title: str, body: Drawn, service: str = "") -> View:
    view = View(kit)
    view.title, view.service = title, service
    view.fill(body)
    return view


def _home_body(kit: Kit) -> Drawn:
    words = CHINESE if kit.words(msg("strip.language")) == "English" else ENGLISH
    minor = ("lessons", "mine")
    tiles = [KeyTile(kit, s, word, sub, service=s, minor=s in minor) for s, word, sub in words]
    return ChoicePage(kit, tiles, shares=(1, 1, 0.92))


def home(kit: Kit) -> Sample:
    return Sample(_view(kit, "您好，今天想办什么？", _home_body(kit)))


def home_listening(kit: Kit) -> Sample:
    return Sample(_view(kit, "您好，今天想办什么？", _home_body(kit)), listening=True)


def confirm(kit: Kit) -> Sample:
    rows = [
        Line("pin", "在哪上车", "社区中心 大门口", "四川北路一侧，有雨棚"),
        Line("hospital", "去哪里", "第一人民医院 北部", "门诊楼前下车"),
        Line("taxi", "什么时候", "现在", "付现金可以，按表收费"),
    ]
    keys = [
        BigKey(kit, "对，叫车", "check", kind=KeyKind.MAIN, service="taxi", type_=Type.GREAT),
        BigKey(kit, "两个人、轮椅、晚点走", "volunteer"),
        BigKey(kit, "换个地方"),
    ]
    body = Split(kit, ReadBack(kit, rows, service="taxi"), Column(kit, keys, grow=[0]))
    return Sample(_view(kit, "叫出租车：是这样吗？", body, "taxi"), BandKind.DEMO)


def status(kit: Kit) -> Sample:
    steps = [
        Step("已记下", StepState.DONE), Step("已送到", StepState.DONE), Step("有人接了：李师傅", StepState.DONE),
        Step("车在路上，3 分钟", StepState.NOW), Step("办好了", StepState.COMING),
    ]  # fmt: skip
    panel = BigPanel(kit, "沪A·00000", above="请看车牌，在大门口等", below="绿色出租车")
    keys = Row(
        kit, [BigKey(kit, "打印", "printer"), BigKey(kit, "没看到车"), BigKey(kit, "不坐了")], shares=(1, 1.3, 1)
    )
    body = Split(
        kit,
        StatusCard(kit, steps, "您是 12 号，走开也会叫您", service="taxi"),
        Column(kit, [panel, keys], grow=[0]),
        share=0.47,
    )
    return Sample(_view(kit, "叫出租车：司机在路上", body, "taxi"))


def alarm(kit: Kit) -> Sample:
    ring = CountdownRing(kit, seconds=3, caption="3 秒后叫值班的人")
    ring.set_left(3, 0.6)
    keys = Column(
        kit,
        [
            TextBlock(kit, "不着急。按错了，请点取消。"),
            BigKey(kit, "取消", type_=Type.HUGE),
            BigKey(kit, "现在就叫", "alarm", kind=KeyKind.ALARM),
            Digits(kit, "120", before="胸痛、喘不上气，请打"),
        ],
        grow=[1],
    )
    return Sample(_view(kit, "马上叫人来", Split(kit, ring, keys, share=0.46), "alarm"))


def number(kit: Kit) -> Sample:
    pad = NumberPad(kit, "司机打哪个电话？", groups=(3, 4, 4), service="taxi")
    pad.set_digits("021000")
    return Sample(_view(kit, "叫出租车：留个电话", pad, "taxi"), BandKind.PRACTICE)


def places(kit: Kit) -> Sample:
    names = [
        ("house", "家"),
        ("hospital", "第一人民医院"),
        ("market", "菜场"),
        ("park", "公园"),
        ("train", "地铁站"),
        ("bank", "银行"),
        ("school", "孙子的学校"),
        ("voice", "说给志愿者听"),
    ]
    tiles = [KeyTile(kit, icon, name, service="taxi", plain=True) for icon, name in names]
    return Sample(_view(kit, "叫出租车：去哪里？", ChoicePage(kit, tiles), "taxi"))


def policy(kit: Kit) -> Sample:
    lines = ["多少：〇〇〇 元", "要带：身份证", "去哪：街道社区事务受理中心", "出处：〇〇〇号第〇条"]
    answer = AnswerCard(kit, "满 65 周岁的上海户口，每月可以领一笔钱。", lines, service="policy")
    keys = [
        BigKey(kit, "看看我能不能领", kind=KeyKind.MAIN, service="policy"),
        BigKey(kit, "打印带走", "printer"),
        BigKey(kit, "问一问人", "volunteer"),
    ]
    return Sample(_view(kit, "政策咨询：老年综合津贴", Split(kit, answer, Column(kit, keys, grow=[0])), "policy"))


def resting(kit: Kit) -> Sample:
    face = RestingFace(kit, "您好，点一下这里", "看病、叫车、问政策，都可以", time="9:30", date="11 月 20 日 星期五")
    return Sample(_view(kit, "", face))


SAMPLES = [home, home_listening, confirm, status, alarm, number, places, policy, resting]
