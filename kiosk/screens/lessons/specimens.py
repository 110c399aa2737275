"""Every state of the lessons, for pictures and checks."""

from __future__ import annotations

from dataclasses import replace

from kiosk.content.lessons import run as lesson_run
from kiosk.content.lessons.check import Lessons
from kiosk.content.lessons.course import read_course
from kiosk.content.lessons.read import read_lesson
from kiosk.content.lessons.run import Place, Run, Stage
from kiosk.screens.lessons.draft import Around, Draft, Page
from kiosk.screens.lessons.state import State
from kiosk.screens.lessons.wording import picture
from kiosk.text import msg, verbatim

_COURSE = """
title: 样板课
levels:
  - {id: one, title: 摸一摸, picture: touch, lessons: [
      {id: sample, title: 打电话, picture: phone}, {id: b, title: 充电, picture: battery},
      {id: c, title: 声音, picture: louder}, {id: d, title: 无线网, picture: wifi}]}
  - {id: two, title: 说说话, picture: chat, lessons: [
      {id: e, title: 视频通话, picture: video}, {id: f, title: 发一段语音, picture: voice}]}
  - {id: three, title: 办办事, picture: check, lessons: [{id: g, title: 手机上叫车, picture: taxi}]}
  - {id: four, title: 不上当, picture: shield, lessons: [{id: h, title: 骗子来电, picture: warning}]}
"""
_LESSON = """
id: sample
title: 打电话
picture: phone
goal: 学会打一个电话，再挂掉。
words: [{word: 免提, means: 声音放出来听。}]
service: taxi
practice: yes
screens:
  home:
    kind: home
    sides: [{id: power, label: 开关, icon: power}]
    body:
      - icons:
          - {id: phone, label: 电话, icon: phone, colour: green, to: pad, is: 绿色听筒，打电话用的。}
          - {id: message, label: 短信, icon: mail, colour: blue, badge: "2", is: 信封是短信，写字用的。}
          - {id: camera, label: 相机, icon: camera, colour: brown}
          - {id: wechat, label: 微信, icon: chat, colour: teal}
          - {id: album, label: 相册, icon: image, colour: purple}
          - {id: settings, label: 设置, icon: gear, colour: grey}
  pad:
    kind: page
    title: 拨号
    back: home
    body:
      - field: {id: number, label: 号码}
      - pad: number
      - buttons: [{id: call, label: 打出去, icon: phone, colour: green, to: coming}]
  coming:
    kind: call
    body:
      - picture: person
      - big: 女儿
      - said: {by: them, words: 妈，我下班了。}
      - buttons:
          - {id: no, label: 挂断, icon: hangup, colour: red, to: home}
          - {id: yes, label: 接听, icon: phone, colour: green, to: chat}
  chat:
    kind: page
    title: 女儿
    back: home
    body:
      - said: {by: them, words: 奶奶，吃饭了吗？}
      - said: {by: me, words: 吃好了。}
      - field: {id: text, label: 要说的话, value: 好的}
      - words: {into: text, keys: [您好, 吃饭, 谢谢, 明天, 再见]}
  set:
    kind: page
    title: 设置
    back: home
    body:
      - switch: {id: wifi, label: 无线网, on: no, icon: wifi}
      - slider: {id: volume, label: 声音, at: 2, of: 6}
      - list:
          - {id: letters, label: 字的大小, icon: larger, note: 标准}
  ask:
    kind: dialog
    over: set
    body:
      - text: 要打开无线网吗？
      - buttons: [{id: open, label: 好的, to: set}, {id: shut, label: 不要, to: set}]
  news:
    kind: notice
    over: home
    body:
      - list: [{id: sms, label: 短信, icon: mail, note: 刚才}]
parts:
  - title: 按号码打
    steps:
      - say: 请点一下绿色的“电话”。
        note: 点错了不要紧，这里不花钱。
        start: home
        do: {tap: phone}
        hint: 画着听筒的那一个。
      - say: 请按数字 0、2、1。
        note: 按错了，点箭头退一格。
        do: {type: {into: number, text: "021"}}
        hint: 零在最下面。
      - {say: 电话来了，点绿色的“接听”。, start: coming, do: {tap: yes}, hint: 绿色的那一个。}
      - {say: 给女儿回一句话。, start: chat, do: {type: {into: text, text: 好的谢谢}}, hint: 点“谢谢”。}
      - {say: 把声音调大一点。, start: set, do: {set: {slider: volume, to: 4}}, hint: 点右边的加号。}
      - {say: 手机问您话，先看清楚。, start: ask, do: {tap: open}, hint: 左边的那一个。}
      - {say: 上面来了一条短信。, note: 先看一看是谁发的。, start: news, do: {look: sms}}
  - title: 打给家人
    steps:
      - {say: 家人的号码，可以存在手机里。, start: home}
      - {say: 存好了，不用再按数字。}
      - {say: 学完了。}
quiz:
  - ask: 要打电话，点哪一个？
    choices:
      - {say: 信封, picture: mail}
      - {say: 听筒, picture: phone, right: yes}
      - {say: 相机, picture: camera}
    why: 画着听筒的，是打电话。
  - ask: 讲完了，要做什么？
    choices: [{say: 放进口袋, picture: mobile}, {say: 点挂断, picture: hangup, right: yes}]
    why: 挂断了，才算打完。
  - ask: 听不清，点什么？
    choices: [{say: 免提, picture: louder, right: yes}, {say: 挂断, picture: hangup}]
    why: 点免提，声音就大了。
own: {say: 请拿出您自己的手机，试一试。, tasks: [找到画着听筒的“电话”。, 打给身边的人，响了就挂断。]}
card:
  title: 打电话
  lines:
    - {say: 点画着听筒的“电话”。, picture: phone}
    - {say: 点“拨号”，按号码。, picture: keypad}
    - {say: 听不清，点“免提”。, picture: louder}
    - {say: 讲完了，点“挂断”。, picture: hangup}
"""


def _lessons() -> Lessons:
    course, faults = read_course("course.yaml", _COURSE.encode())
    lesson, more = read_lesson("sample.yaml", _LESSON.encode())
    assert course is not None  # noqa: S101 - ours, and read by every tour
    assert lesson is not None, (faults, more)  # noqa: S101 - likewise
    others = (entry for entry in course.lessons if entry.id != "sample")
    return Lessons(
        course, {"sample": lesson, **{one.id: replace(lesson, id=one.id, title=one.title) for one in others}}
    )


_ALL = _lessons()
_ONE = _ALL.lessons["sample"]
_NEW = Around(_ALL)
_KNOWN = Around(_ALL, frozenset({"sample", "b", "e"}), ("b",), known=True, prints=True)


def _at(run: Run, around: Around = _NEW, **more: object) -> State:
    return picture(replace(Draft(Page.RUN, lesson="sample", run=run), **more), around)  # type: ignore[arg-type]


def _step(number: int) -> Run:
    return lesson_run.begin(_ONE, Place("sample", Stage.STEP, 0, number))


def _page(page: Page, around: Around = _NEW, **more: object) -> State:
    return picture(replace(Draft(page, lesson="sample"), **more), around)  # type: ignore[arg-type]


_QUIZ = lesson_run.quiz_only(_ONE)
_OWN = lesson_run.begin(_ONE, Place("sample", Stage.OWN))
_WRONG = lesson_run.tap(_step(0), "message")
_TOLD = (verbatim("信封是短信，写字用的。"), msg("lessons.look_again"))

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("lessons-wait", picture(Draft(), Around())),
    ("lessons-missing", picture(Draft(), Around(missing=True))),
    ("lessons-start", _page(Page.START)),
    ("lessons-start-known", _page(Page.START, _KNOWN)),
    ("lessons-start-paused", _page(Page.START, replace(_NEW, paused=Place("e")))),
    ("lessons-level", _page(Page.LEVEL, _KNOWN, level="one")),
    ("lessons-intro", _page(Page.INTRO)),
    ("lessons-intro-again", _page(Page.INTRO, _KNOWN)),
    ("lessons-step", _at(_step(0))),
    ("lessons-step-hint", _at(lesson_run.hint(_step(0)), told=(verbatim("画着听筒的那一个。"),))),
    ("lessons-step-wrong", _at(_WRONG, told=_TOLD)),
    ("lessons-step-skip", _at(replace(_WRONG, slips=3, hinted=True), told=_TOLD)),
    ("lessons-step-shown", _at(lesson_run.hint(_step(0)), watching=("phone",), told=(msg("lessons.watch"),))),
    ("lessons-step-typing", _at(lesson_run.hint(lesson_run.tap(_step(1), "number=0")))),
    ("lessons-step-call", _at(_step(2))),
    ("lessons-step-chat", _at(_step(3))),
    ("lessons-step-settings", _at(lesson_run.tap(_step(4), "volume+"))),
    ("lessons-step-dialog", _at(_step(5))),
    ("lessons-step-notice", _at(_step(6))),
    ("lessons-break", _at(lesson_run.begin(_ONE, Place("sample", Stage.BREAK)))),
    ("lessons-paused", _page(Page.PAUSED)),
    ("lessons-quiz", _at(_QUIZ)),
    ("lessons-quiz-again", _at(lesson_run.answer(_QUIZ, 0), told=(msg("lessons.think_again"),
                                                                 verbatim("画着听筒的，是打电话。")))),
    ("lessons-quiz-right", _at(lesson_run.answer(_QUIZ, 1))),
    ("lessons-own", _at(_OWN)),
    ("lessons-own-ticked", _at(lesson_run.tick(_OWN, 0))),
    ("lessons-done", _page(Page.DONE, _KNOWN)),
    ("lessons-stamps", _page(Page.STAMPS)),
    ("lessons-stamps-known", _page(Page.STAMPS, _KNOWN)),
)  # fmt: skip
