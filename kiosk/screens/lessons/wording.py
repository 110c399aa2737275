"""Which words, pictures and keys a page of the lessons has. Pure."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.content.lessons.model import Lesson, Level
from kiosk.content.lessons.run import Run, Stage
from kiosk.content.lessons.timing import lesson_minutes
from kiosk.domain.offered import Key
from kiosk.screens.lessons.draft import Around, Draft, Page
from kiosk.screens.lessons.state import Choice, Handset, Layout, Row, Stamps, State, Tick
from kiosk.text import Message, msg, verbatim

GO_ON, STAMPS_KEY = "go-on", "stamps"
SERVICE_ICONS = {"doctor": "doctor", "taxi": "taxi", "policy": "policy", "mine": "mine"}


def picture(draft: Draft, around: Around) -> State:
    """The page as it is shown."""
    if around.lessons is None:
        return _absent(around)
    pages: dict[Page, Callable[[Draft, Around], State]] = {
        Page.START: _start,
        Page.LEVEL: _level,
        Page.INTRO: _intro,
        Page.RUN: _run,
        Page.PAUSED: _paused,
        Page.DONE: _done,
        Page.STAMPS: _stamps,
    }
    lesson = around.lesson(draft.lesson)
    wants_lesson = draft.page in (Page.INTRO, Page.RUN, Page.PAUSED, Page.DONE)
    return pages[Page.START if wants_lesson and lesson is None else draft.page](draft, around)


def title_of(name: str, around: Around) -> Message:
    """第 9 课：视频通话."""
    entry = around.entry(name)
    if entry is None:
        return msg("lessons.title")
    return msg("lessons.lesson", number=entry.number, title=entry.title)


def about(run: Run, name: str) -> Message:
    """Why a tap on this key was not the one: the lesson's own reason, what it is, or at least its label."""
    if name in run.step.wrong:
        return verbatim(run.step.wrong[name])
    key = next((key for key in run.keys if key.name == name), None)
    if key is not None and key.element is not None and key.element.tells:
        return verbatim(key.element.tells)
    if key is not None and key.label:
        return msg("lessons.this_is", what=key.label)
    return msg("lessons.other_key")


def _absent(around: Around) -> State:
    title = msg("lessons.title")
    if not around.missing:
        return State("wait", Layout.WORDS, title, msg("lessons.wait"), big=msg("lessons.wait"))
    keys = (Key("help", msg("lessons.help"), "volunteer", main=True), Key("again", msg("lessons.again"), "again"))
    big = msg("lessons.missing")
    return State("missing", Layout.WORDS, title, big, keys=keys, icon="warning", big=big)


def _start(_draft: Draft, around: Around) -> State:
    choices: list[Choice] = []
    go_on = around.paused.lesson if around.paused else next(iter(around.due), "")
    entry = around.entry(go_on) or around.next()
    if entry is not None:
        choices.append(Choice(GO_ON, entry.picture, verbatim(entry.title), _why(entry.id, around), main=True))
    assert around.lessons is not None  # noqa: S101  # asked by `picture`
    for level in around.lessons.course.levels:
        lessons = around.offered(level.id)
        if lessons:
            done = sum(1 for one in lessons if one.id in around.done)
            detail = msg("lessons.level_done", done=done, of=len(lessons)) if done else \
                msg("lessons.level_count", of=len(lessons))  # fmt: skip
            choices.append(Choice(level.id, level.picture, verbatim(level.title), detail))
    detail = msg("lessons.stamps_count", count=len(around.done)) if around.done else msg("lessons.stamps_none")
    choices.append(Choice(STAMPS_KEY, "star", msg("lessons.stamps"), detail))
    return State("start", Layout.CHOICES, msg("lessons.title"), msg("lessons.lead"), choices=tuple(choices))


def _why(name: str, around: Around) -> Message:
    """Why this lesson is offered first."""
    if around.paused and around.paused.lesson == name:
        return msg("lessons.waits")
    if name in around.due:
        return msg("lessons.review_due")
    if not around.done:
        return msg("lessons.first")
    entry = around.entry(name)
    return msg("lessons.next", number=entry.number if entry else 1)


def _level(draft: Draft, around: Around) -> State:
    assert around.lessons is not None  # noqa: S101  # asked by `picture`
    level = next(
        (one for one in around.lessons.course.levels if one.id == draft.level), around.lessons.course.levels[0]
    )
    choices = tuple(
        Choice(
            entry.id,
            entry.picture,
            verbatim(entry.title),
            msg("lessons.done_before" if entry.id in around.done else "lessons.number", number=entry.number),
        )
        for entry in around.offered(level.id)
    )
    title = msg("lessons.title_level", level=level.title)
    return State("level", Layout.CHOICES, title, msg("lessons.lead_level"), choices=choices)


def _intro(draft: Draft, around: Around) -> State:
    lesson = _lesson(draft, around)
    words = tuple(msg("lessons.word", word=one.word, means=one.means) for one in lesson.words)
    lines = (msg("lessons.takes", minutes=lesson_minutes(lesson)), *words)
    keys = (
        Key("begin", msg("lessons.begin"), "play", main=True),
        *((Key("review", msg("lessons.quiz_only"), "question"),) if lesson.id in around.done else ()),
    )
    return State("intro", Layout.WORDS, title_of(lesson.id, around), verbatim(lesson.goal), keys=keys,
                 icon=lesson.picture, big=verbatim(lesson.goal), lines=lines)  # fmt: skip


def _run(draft: Draft, around: Around) -> State:
    run = draft.run
    assert run is not None  # noqa: S101  # the presenter makes the page and the run together
    pages = {Stage.STEP: _step, Stage.BREAK: _break, Stage.QUIZ: _quiz, Stage.OWN: _own, Stage.CARD: _card}
    return pages[run.stage](draft, run, around)


def _step(draft: Draft, run: Run, around: Around) -> State:
    step = run.step
    watching = bool(draft.watching)
    ring = draft.watching[0] if watching else run.ring
    handset = Handset(run.lesson.screens, run.phone, ring, run.wanted, watching)
    told = draft.told or ((verbatim(run.praise),) if run.praise else ())
    first = Key("show", msg("lessons.show_stop"), "stop") if watching else Key("show", msg("lessons.show"), "eye")
    if run.only_shows:
        first = Key("on", msg("lessons.on"), "arrow-right", main=True)
    second = Key("pause", msg("lessons.pause"), "pause")
    if run.slips >= SKIP_AFTER and not run.only_shows:
        second = Key("on", msg("lessons.skip"), "arrow-right")
    keys = (first, second, Key("give", msg("lessons.give"), "people"))
    return State("step", Layout.STEP, title_of(run.lesson.id, around), verbatim(step.say), keys=keys,
                 big=verbatim(step.say), lines=(verbatim(step.note),) if step.note else (), told=told,
                 handset=handset, number=run.place.at + 1, of=run.count)  # fmt: skip


SKIP_AFTER = 3
"""So many wrong taps in one step, and it can be passed over: nobody is kept."""


def _break(_draft: Draft, run: Run, around: Around) -> State:
    part = run.lesson.parts[run.place.part + 1]
    keys = (Key("on", msg("lessons.go_on"), "play", main=True), Key("pause", msg("lessons.pause"), "pause"),
            Key("give", msg("lessons.give"), "people"))  # fmt: skip
    lines = (*((verbatim(run.praise),) if run.praise else ()), msg("lessons.next_part", title=part.title))
    return State("break", Layout.WORDS, title_of(run.lesson.id, around), msg("lessons.part_done"), keys=keys,
                 icon="check", big=msg("lessons.part_done"), lines=lines)  # fmt: skip


def _quiz(draft: Draft, run: Run, around: Around) -> State:
    question, title = run.question, title_of(run.lesson.id, around)
    if run.right:
        keys = (Key("on", msg("lessons.on_question"), "arrow-right", main=True),)
        return State("right", Layout.WORDS, title, msg("lessons.right"), keys=keys, icon="check",
                     big=msg("lessons.right"), lines=(verbatim(question.why),))  # fmt: skip
    choices = tuple(Choice(str(n), one.picture, verbatim(one.say)) for n, one in enumerate(question.choices))
    first = run.place.at == 0 and run.chosen is None and not draft.review
    told = draft.told or ((msg("lessons.quiz_begins"),) if first else ())
    ask = verbatim(question.ask)
    return State("question", Layout.QUESTION, title, ask, choices=choices, big=ask, told=told,
                 number=run.place.at + 1, of=run.count)  # fmt: skip


def _own(_draft: Draft, run: Run, around: Around) -> State:
    own = run.lesson.own
    ticks = tuple(Tick(verbatim(task), n in run.ticked) for n, task in enumerate(own.tasks))
    tried = bool(run.ticked)
    keys = (Key("on", msg("lessons.own_done" if tried else "lessons.own_none"), "check" if tried else "arrow-right",
                main=tried),)  # fmt: skip
    return State("own", Layout.TICKS, title_of(run.lesson.id, around), verbatim(own.say), keys=keys, icon="mobile",
                 big=verbatim(own.say), ticks=ticks)  # fmt: skip


def _card(draft: Draft, run: Run, around: Around) -> State:
    return _done(Draft(Page.DONE, lesson=run.lesson.id, review=draft.review), around)


def _done(draft: Draft, around: Around) -> State:
    lesson = _lesson(draft, around)
    rows = tuple(Row(line.picture, verbatim(line.say)) for line in lesson.card.lines)
    after = around.next(lesson.id)
    keys: list[Key] = []
    if lesson.service:
        icon = SERVICE_ICONS[lesson.service]
        if lesson.practice:
            keys.append(Key("practise", msg(f"lessons.practise_{lesson.service}"), "lessons"))
        keys.append(Key("real", msg(f"lessons.real_{lesson.service}"), icon, main=True))
    if after is not None:
        keys.append(Key("next", msg("lessons.next_one", title=after.title), "arrow-right", main=not lesson.service))
    if around.prints:
        keys.append(Key("print", msg("lessons.print"), "printer"))
    title = msg("lessons.finished", title=lesson.title)
    return State("done", Layout.ROWS, title, msg("lessons.card_lead"), rows=rows, keys=tuple(keys), icon=lesson.picture)


def _paused(draft: Draft, around: Around) -> State:
    keys = (Key("resume", msg("lessons.go_on"), "play", main=True), Key("give", msg("lessons.give"), "people"),
            Key("leave", msg("lessons.leave"), "home"))  # fmt: skip
    return State("paused", Layout.WORDS, title_of(draft.lesson, around), msg("lessons.paused"), keys=keys, icon="pause",
                 big=msg("lessons.paused"), lines=(msg("lessons.paused_detail"),))  # fmt: skip


def _stamps(_draft: Draft, around: Around) -> State:
    assert around.lessons is not None  # noqa: S101  # asked by `picture`
    levels = tuple(
        Stamps(
            _stamped(level, around),
            tuple((entry.picture, entry.id in around.done) for entry in level.lessons),
        )
        for level in around.lessons.course.levels
    )
    big = msg("lessons.stamps_count", count=len(around.done)) if around.done else msg("lessons.stamps_none")
    lines = () if around.known else (msg("lessons.stamps_card"),)
    keys = (Key("certificate", msg("lessons.certificate"), "printer"),) if around.done and around.known else ()
    keys = (*keys, *(() if around.known else (Key("card", msg("lessons.show_card"), "scan"),)))
    return State("stamps", Layout.STAMPS, msg("lessons.stamps"), big, keys=keys, icon="star", big=big, lines=lines,
                 stamps=levels)  # fmt: skip


def _stamped(level: Level, around: Around) -> Message:
    done = sum(1 for entry in level.lessons if entry.id in around.done)
    return msg("lessons.certificate_level", level=level.title, done=done, of=len(level.lessons))


def _lesson(draft: Draft, around: Around) -> Lesson:
    lesson = around.lesson(draft.lesson)
    assert lesson is not None  # noqa: S101  # asked by `picture`
    return lesson
