"""Lessons together: read, walked through step by step, and held against the course, the pictures and the hard words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from kiosk.content import plain
from kiosk.content.lessons.check_phone import phone_faults
from kiosk.content.lessons.course import COURSE, read_course
from kiosk.content.lessons.doing import handed, pointed, shown, started
from kiosk.content.lessons.errors import LessonError
from kiosk.content.lessons.model import Course, Doing, Lesson, Part, Step
from kiosk.content.lessons.phone import Phone, keys, press
from kiosk.content.lessons.read import read_lesson
from kiosk.content.lessons.texts import drawn, pictures, spoken
from kiosk.content.lessons.timing import LONGEST_PART, closing_seconds, part_seconds
from kiosk.content.policy.cards_reader import Fault

_TITLE, _GOAL, _SAY, _TASK, _CHOICE = 10, 20, 44, 24, 16
LONGEST = {"title": _TITLE, "goal": _GOAL, "say": _SAY, "task": _TASK, "choice": _CHOICE, "line": _GOAL}
"""Characters, by what a text is; a step's other texts are as long as what it says."""
QUESTIONS, CHOICES = (3, 5), (2, 4)
"""How few and how many a lesson's quiz and a question have."""
_PARTS, _STEPS, _TASKS, _LINES = (1, 4), (3, 14), (1, 3), (2, 5)


@dataclass(frozen=True)
class Against:
    """What lessons are held against: words no resident should meet, pictures there are. Empty ones check nothing."""

    hard: Collection[str] = ()
    pictures: Collection[str] = ()


@dataclass(frozen=True)
class Lessons:
    """The course and the lessons that are there, by id. A lesson of the course may not be written yet."""

    course: Course
    lessons: Mapping[str, Lesson]

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of the course without a lesson."""
        return tuple(entry.id for entry in self.course.lessons if entry.id not in self.lessons)


def read_lessons(files: Mapping[str, bytes], against: Against | None = None) -> Lessons:
    """The course and its lessons (path to bytes; one file is course.yaml). Raises LessonError with every fault."""
    course, lessons, faults = check_lessons(files, against)
    if course is None and not faults:
        raise LessonError(f"no {COURSE} among {len(files)} files")
    if faults or course is None:
        raise LessonError("\n".join(str(fault) for fault in faults))
    ordered = {entry.id: lesson for entry in course.lessons for lesson in lessons if lesson.id == entry.id}
    return Lessons(course, ordered)


def check_lessons(
    files: Mapping[str, bytes], against: Against | None = None
) -> tuple[Course | None, tuple[Lesson, ...], list[Fault]]:
    """The course (None: no such file, or not readable), the lessons that could be read, every fault in order."""
    course: Course | None = None
    lessons: list[Lesson] = []
    faults: list[Fault] = []
    for file, raw in files.items():
        if PurePath(file).name == COURSE:
            course, some = read_course(file, raw)
            faults += some
            continue
        lesson, some = read_lesson(file, raw)
        faults += some
        if lesson:
            lessons.append(lesson)
    for lesson in lessons:
        faults += [*lesson_faults(lesson, against or Against()), *(_in_course(lesson, course) if course else ())]
    return course, tuple(lessons), sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.what))


def lesson_faults(lesson: Lesson, against: Against) -> Iterator[Fault]:
    """What is wrong with one lesson, read without fault."""
    holds = [*phone_faults(lesson)]
    yield from holds
    yield from _parts(lesson)
    yield from _closing(lesson)
    yield from _words(lesson, against)
    if not any("leads to" in fault.what for fault in holds):
        for number in range(len(lesson.parts)):
            yield from _walk(lesson, number)


def _in_course(lesson: Lesson, course: Course) -> Iterator[Fault]:
    entry = next((entry for entry in course.lessons if entry.id == lesson.id), None)
    if entry is None:
        yield Fault(lesson.file, 1, f"{lesson.id} is not in the course", f"add it to {COURSE}")
    elif (entry.title, entry.picture) != (lesson.title, lesson.picture):
        what = f"title or picture differ from {COURSE}, line {entry.line}"
        yield Fault(lesson.file, 1, what, f"title: {entry.title} and picture: {entry.picture}, or mend the course")


def _count(lesson: Lesson, line: int, what: str, count: int, bounds: tuple[int, int]) -> Iterator[Fault]:
    if not bounds[0] <= count <= bounds[1]:
        yield Fault(lesson.file, line, f"{count} {what}", f"{bounds[0]} to {bounds[1]}")


def _long(lesson: Lesson, line: int, text: str, most: int) -> Iterator[Fault]:
    if len(text) > most:
        yield Fault(lesson.file, line, f"{text}: {len(text)} characters", f"at most {most} there")


def _parts(lesson: Lesson) -> Iterator[Fault]:
    yield from _long(lesson, 1, lesson.title, _TITLE)
    yield from _long(lesson, 1, lesson.goal, _GOAL)
    yield from _count(lesson, 1, "parts", len(lesson.parts), _PARTS)
    for part in lesson.parts:
        yield from _count(lesson, part.line, "steps in a part", len(part.steps), _STEPS)
        yield from _long(lesson, part.line, part.title, _TITLE)
        if (seconds := part_seconds(part)) > LONGEST_PART:
            yield Fault(
                lesson.file, part.line, f"about {seconds:.0f} seconds", f"at most {LONGEST_PART:.0f}: make two parts"
            )
        if part.steps and not part.steps[0].start:
            yield Fault(lesson.file, part.steps[0].line, "the first step of a part without start", "start: SCREEN")
        for step in part.steps:
            for text in (step.say, step.note, step.hint, step.after, *step.wrong.values()):
                yield from _long(lesson, step.line, text, _SAY)


def _closing(lesson: Lesson) -> Iterator[Fault]:
    yield from _count(lesson, 1, "questions", len(lesson.quiz), QUESTIONS)
    for question in lesson.quiz:
        yield from _count(lesson, question.line, "choices", len(question.choices), CHOICES)
        right = sum(choice.right for choice in question.choices)
        if right != 1:
            yield Fault(lesson.file, question.line, f"{right} right choices", "exactly one with right: yes")
        for text in (question.ask, question.why):
            yield from _long(lesson, question.line, text, _SAY)
        for choice in question.choices:
            yield from _long(lesson, question.line, choice.say, _CHOICE)
    yield from _count(lesson, lesson.own.line, "tasks", len(lesson.own.tasks), _TASKS)
    yield from _long(lesson, lesson.own.line, lesson.own.say, _SAY)
    for task in lesson.own.tasks:
        yield from _long(lesson, lesson.own.line, task, _TASK)
    yield from _count(lesson, lesson.card.line, "lines on the card", len(lesson.card.lines), _LINES)
    yield from _long(lesson, lesson.card.line, lesson.card.title, _TITLE)
    for line in lesson.card.lines:
        yield from _long(lesson, lesson.card.line, line.say, _GOAL)
    if (seconds := closing_seconds(lesson)) > LONGEST_PART:
        what = f"quiz and own telephone take about {seconds:.0f} seconds"
        yield Fault(lesson.file, lesson.own.line, what, f"at most {LONGEST_PART:.0f}: ask or do less")


def _words(lesson: Lesson, against: Against) -> Iterator[Fault]:
    """U19; a word that the lesson teaches may stand in it."""
    taught = [taught.word for taught in lesson.words]
    for line, text in (*spoken(lesson), *drawn(lesson)):
        for fault in text_faults(text, taught, against.hard):
            yield Fault(lesson.file, line, fault, "say it in short everyday words, or teach the word below words")
    for line, name in pictures(lesson):
        if against.pictures and name not in against.pictures:
            yield Fault(lesson.file, line, f"no picture {name}", "one of assets/icons, without .svg")
    said = "".join(text for _, text in (*spoken(lesson), *drawn(lesson)))
    for one in lesson.words:
        if one.word not in said:
            yield Fault(lesson.file, one.line, f"{one.word} stands nowhere in the lesson", "take it out of words")


def text_faults(text: str, taught: Iterable[str], hard: Iterable[str]) -> Iterator[str]:
    """What is wrong with one text of a lesson that teaches these words, each with the sentence or the word."""
    taught = tuple(taught)
    for word in taught:
        if any(c.isascii() and c.isalpha() for c in word):
            text = text.replace(word, "00")
    yield from plain.faults(text, [*hard, *(f"!{word}" for word in taught)])


def _walk(lesson: Lesson, number: int) -> Iterator[Fault]:
    """Every step of a part done as 做给我看 does it."""
    part: Part = lesson.parts[number]
    if not part.steps or part.steps[0].start not in lesson.screens:
        if part.steps and part.steps[0].start:
            yield _no_screen(lesson, part.steps[0])
        return
    phone = handed(lesson, number, 0)
    for step in part.steps:
        if step.start and step.start not in lesson.screens:
            yield _no_screen(lesson, step)
            return
        phone = started(phone, step)
        yield from _step(lesson, step, phone)
        for tap in shown(lesson.screens, phone, step.action):
            phone = press(lesson.screens, phone, tap)


def _no_screen(lesson: Lesson, step: Step) -> Fault:
    return Fault(lesson.file, step.line, f"no screen {step.start}", "start: one of the lesson's screens")


def _step(lesson: Lesson, step: Step, phone: Phone) -> Iterator[Fault]:
    there = {key.name for key in keys(lesson.screens, phone)}
    known = f"on {phone.screen}: {', '.join(sorted(there)) or 'nothing to tap'}"
    if step.action.doing is not Doing.LOOK and not shown(lesson.screens, phone, step.action):
        what = f"{step.action.doing} {', '.join(step.action.ids)} {step.action.text} cannot be done, or is done already"
        yield Fault(lesson.file, step.line, what, known)
    if step.action.doing is Doing.LOOK and step.action.ids and not pointed(lesson.screens, phone, step.action):
        yield Fault(lesson.file, step.line, f"nothing called {', '.join(step.action.ids)} to look at", known)
    for name in step.wrong:
        if name not in there or name in step.action.ids:
            yield Fault(lesson.file, step.line, f"wrong: {name} is not there, or is right", known)
