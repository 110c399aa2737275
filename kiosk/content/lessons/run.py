"""What happens in a lesson: a value that every tap, answer and tick turns into the next. No time, no screen, no voice.

step … step ─▶ break ─▶ step … step ─▶ quiz … quiz ─▶ own telephone ─▶ card
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.content.lessons.doing import handed, pointed, reached, shown, started, wanted
from kiosk.content.lessons.model import Doing, Lesson, Question, Step
from kiosk.content.lessons.phone import Key, Phone, keys, press


class Stage(StrEnum):
    """BREAK stands between two parts. CARD is the end: what to take home."""

    STEP = "step"
    BREAK = "break"
    QUIZ = "quiz"
    OWN = "own"
    CARD = "card"


@dataclass(frozen=True)
class Place:
    """Where somebody stands in a lesson; says nothing of who. `at`: the step of the part, or the question."""

    lesson: str
    stage: Stage = Stage.STEP
    part: int = 0
    at: int = 0


@dataclass(frozen=True)
class Run:
    """`phone` as it stands, `wrong` the key that was tapped by mistake last, `slips` how many in this step.

    `praise`: what the step before is praised with. `chosen` is the answer given to the question, None for none yet;
    `first_right` counts questions answered at once; `ticked` are the tasks done on one's own telephone.
    """

    lesson: Lesson
    place: Place
    phone: Phone
    wrong: str = ""
    slips: int = 0
    hinted: bool = False
    praise: str = ""
    chosen: int | None = None
    slipped: bool = False
    first_right: int = 0
    ticked: frozenset[int] = frozenset()

    @property
    def stage(self) -> Stage:
        return self.place.stage

    @property
    def step(self) -> Step:
        return self.lesson.parts[self.place.part].steps[self.place.at]

    @property
    def question(self) -> Question:
        return self.lesson.quiz[self.place.at]

    @property
    def count(self) -> int:
        """Steps of this part, or questions."""
        return len(self.lesson.quiz if self.stage is Stage.QUIZ else self.lesson.parts[self.place.part].steps)

    @property
    def only_shows(self) -> bool:
        """Whether there is nothing to do in this step but to go on."""
        return self.step.action.doing is Doing.LOOK

    @property
    def right(self) -> bool:
        """Whether the question has its right answer."""
        return self.chosen is not None and self.question.choices[self.chosen].right

    @property
    def keys(self) -> tuple[Key, ...]:
        """All that can be tapped on the telephone."""
        return keys(self.lesson.screens, self.phone)

    @property
    def wanted(self) -> str:
        """The key that the step is about now, "" for none."""
        return pointed(self.lesson.screens, self.phone, self.step.action)

    @property
    def ring(self) -> str:
        """The key with the ring around it: in a step that only shows, and after a hint; "" for none."""
        return self.wanted if self.hinted or self.only_shows else ""


def begin(lesson: Lesson, place: Place | None = None) -> Run:
    """From the beginning, or from where somebody stopped; a place that is not there any more is the beginning."""
    place = place if place is not None and _is_there(lesson, place) else Place(lesson.id)
    return Run(lesson, place, _phone(lesson, place))


def tap(run: Run, name: str) -> Run:
    """A tap on the telephone: the right one brings the step on, at its end the lesson; a wrong one changes nothing."""
    if run.stage is not Stage.STEP or name not in {key.name for key in run.keys}:
        return run
    screens, action = run.lesson.screens, run.step.action
    if name not in wanted(screens, run.phone, action):
        return replace(run, wrong=name, slips=run.slips + 1, hinted=run.hinted or run.slips >= 1)
    phone = press(screens, run.phone, name)
    if reached(screens, phone, action, name):
        return _on(replace(run, phone=phone), run.step.after)
    return replace(run, phone=phone, wrong="")


def hint(run: Run) -> Run:
    """Who hesitates is shown where."""
    return replace(run, hinted=True, wrong="") if run.stage is Stage.STEP else run


def how(run: Run) -> tuple[str, ...]:
    """The taps that do this step from where the telephone stands: what 做给我看 plays."""
    return shown(run.lesson.screens, run.phone, run.step.action) if run.stage is Stage.STEP else ()


def again(run: Run) -> Run:
    """The telephone as this step found it: after it was shown, it is the resident's turn."""
    return replace(run, phone=_phone(run.lesson, run.place), wrong="", hinted=True)


def on(run: Run) -> Run:
    """下一步: past what only shows, a break, an answer, one's own telephone. A step to do is stepped over."""
    match run.stage:
        case Stage.STEP:
            phone = run.phone
            for name in how(run):
                phone = press(run.lesson.screens, phone, name)
            return _on(replace(run, phone=phone), "")
        case Stage.BREAK:
            return begin(run.lesson, Place(run.lesson.id, Stage.STEP, run.place.part + 1))
        case Stage.QUIZ:
            return _answered(run) if run.right else run
        case Stage.OWN:
            return replace(run, place=Place(run.lesson.id, Stage.CARD))
    return run


def back(run: Run) -> Run | None:
    """The step or question before; None at the beginning of a part, of the quiz and after it."""
    if run.stage not in (Stage.STEP, Stage.QUIZ) or run.place.at == 0:
        return None
    place = replace(run.place, at=run.place.at - 1)
    return Run(run.lesson, place, _phone(run.lesson, place), first_right=run.first_right, slipped=True)


def answer(run: Run, choice: int) -> Run:
    """An answer to the question. A wrong one may be tried again, as often as wanted; a right one stays."""
    if run.stage is not Stage.QUIZ or run.right or not 0 <= choice < len(run.question.choices):
        return run
    right = run.question.choices[choice].right
    first = run.first_right + (1 if right and not run.slipped else 0)
    return replace(run, chosen=choice, slipped=run.slipped or not right, first_right=first)


def tick(run: Run, task: int) -> Run:
    """A task on one's own telephone is done, or after all not."""
    if run.stage is not Stage.OWN or not 0 <= task < len(run.lesson.own.tasks):
        return run
    return replace(run, ticked=run.ticked ^ {task})


def quiz_only(lesson: Lesson) -> Run:
    """A review: the questions once more."""
    return begin(lesson, Place(lesson.id, Stage.QUIZ))


def _on(run: Run, praise: str) -> Run:
    """The step is done: the next, the break behind the part, or the quiz behind the last."""
    place, parts = run.place, run.lesson.parts
    if place.at + 1 < len(parts[place.part].steps):
        after = replace(place, at=place.at + 1)
        return Run(run.lesson, after, started(run.phone, parts[place.part].steps[after.at]), praise=praise)
    last = place.part + 1 == len(parts)
    after = Place(run.lesson.id, Stage.QUIZ) if last else replace(place, stage=Stage.BREAK, at=0)
    return Run(run.lesson, after, run.phone, praise=praise)


def _answered(run: Run) -> Run:
    if run.place.at + 1 < len(run.lesson.quiz):
        place = replace(run.place, at=run.place.at + 1)
    else:
        place = Place(run.lesson.id, Stage.OWN)
    return Run(run.lesson, place, run.phone, first_right=run.first_right)


def _is_there(lesson: Lesson, place: Place) -> bool:
    if place.lesson != lesson.id or not 0 <= place.part < len(lesson.parts) or place.at < 0:
        return False
    count = len(lesson.quiz) if place.stage is Stage.QUIZ else len(lesson.parts[place.part].steps)
    return place.at < count and not (place.stage is Stage.BREAK and place.part + 1 == len(lesson.parts))


def _phone(lesson: Lesson, place: Place) -> Phone:
    if place.stage is Stage.STEP:
        return handed(lesson, place.part, place.at)
    return Phone(lesson.parts[0].steps[0].start)
