"""Decides the way through a lesson: from the course to the card to take home, and what every tap means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from kiosk.content.lessons import run as lesson_run
from kiosk.content.lessons.check import Lessons
from kiosk.content.lessons.run import Place, Run, Stage
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.navigator import Navigator
from kiosk.screens.lessons.draft import Around, Draft, Page
from kiosk.screens.lessons.slips import certificate, home_slip
from kiosk.screens.lessons.state import Layout, State
from kiosk.screens.lessons.wording import GO_ON, STAMPS_KEY, about, picture
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import msg, verbatim

DRAFT = "lessons"
HESITATES = 12.0
"""Seconds without a tap until the hint comes."""
SHOW_SECONDS = 1.6
"""Between the taps of 做给我看: slow enough to follow, faster where many digits are typed."""
TYPE_SECONDS = 0.7
OnError = Callable[[Exception], None]


class Shelf(Protocol):
    """The lessons; kiosk.services.lessons."""

    @property
    def lessons(self) -> Lessons | None: ...

    def load(self, on_done: Callable[[Lessons], None], on_error: OnError, /) -> None: ...

    def pause(self, place: Place, /) -> None: ...

    def paused(self) -> Place | None: ...

    def resumed(self, lesson: str, /) -> None: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...


class Progress(Protocol):
    """What was learned, by whoever stands there; kiosk.services.learning."""

    @property
    def known(self) -> bool: ...

    def done(self) -> frozenset[str]: ...

    def due(self) -> tuple[str, ...]: ...

    def part(self, lesson: str, part: int, /) -> None: ...

    def finished(self, lesson: str, /, *, right: int, of: int, review: bool) -> None: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...


class Presenter(Base[State]):
    """`give` hands the kiosk to the next person. `lesson` opens its first page; `practise` begins practice."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        clock: Clock,
        shelf: Shelf,
        progress: Progress,
        give: Callable[[], None],
        practise: Callable[[str, str], None],
        prints: bool = False,
        lesson: str = "",
    ) -> None:
        self._navigator = navigator
        self._session = session
        self._clock = clock
        self._shelf = shelf
        self._progress = progress
        self._give = give
        self._practise = practise
        self._prints = prints
        self._missing = False
        self._timer: Callable[[], None] = lambda: None
        kept = session.kept(DRAFT)
        draft = kept if isinstance(kept, Draft) else Draft()
        if lesson and draft.lesson != lesson:
            draft = Draft(Page.INTRO, lesson=lesson, trail=(Page.START,))
        self._draft = draft
        super().__init__(render, speech, picture(draft, self._around()))
        self._until_closed(progress.watch(self._update))
        self._until_closed(shelf.watch(self._update))

    def open(self) -> None:
        super().open()
        if self._shelf.lessons is None:
            self._load()
        self._wait()

    def close(self) -> None:
        self._timer()
        super().close()

    # what is tapped

    def chosen(self, choice: str) -> None:
        """A great key: a level, a lesson, an answer."""
        if choice not in {one.id for one in self._state.choices}:
            return
        if self._state.layout is Layout.QUESTION:
            self._answered(int(choice))
        elif choice == GO_ON:
            self._go_on()
        elif choice == STAMPS_KEY:
            self._turn(Page.STAMPS)
        elif self._draft.page is Page.START:
            self._turn(Page.LEVEL, level=choice)
        else:
            self._turn(Page.INTRO, lesson=choice, run=None)

    def touched(self, name: str) -> None:
        """A key of the drawn telephone."""
        run = self._draft.run
        if run is None or run.stage is not Stage.STEP:
            return
        if self._draft.watching:
            self._stop_showing()
            return
        after = lesson_run.tap(run, name)
        if after.wrong == name:
            self._wrong(after, name)
        elif after.place != run.place:
            self._moved(after)
        else:
            self._update(run=after, told=())
            self._wait()

    def ticked(self, task: int) -> None:
        if self._draft.run is not None:
            self._update(run=lesson_run.tick(self._draft.run, task))

    def pressed(self, key: str) -> None:
        """Another key of the page, by its id in `State.keys`."""
        actions: dict[str, Callable[[], object]] = {
            "begin": self._begin,
            "review": self._review,
            "on": self._on,
            "show": self._show_or_stop,
            "pause": lambda: self._turn(Page.PAUSED, watching=()),
            "resume": lambda: self._turn(Page.RUN),
            "give": self._hand_over,
            "leave": self._navigator.home,
            "next": self._next,
            "print": self._print,
            "real": self._real,
            "practise": self._practice,
            "certificate": self._certificate,
            "card": lambda: self._navigator.go("who"),
            "help": lambda: self._navigator.go("volunteer", screen="lessons", about="lessons"),
            "again": self._load,
        }
        if key in {k.id for k in self._state.keys}:
            actions[key]()

    def back(self) -> bool:
        draft = self._draft
        if draft.page is Page.RUN and draft.run is not None and (before := lesson_run.back(draft.run)) is not None:
            self._update(run=before, watching=(), told=())
        elif draft.trail:
            self._update(page=draft.trail[-1], trail=draft.trail[:-1], run=None, watching=(), told=())
        else:
            return False
        self._speech.say(*self._state.say)
        self._wait()
        return True

    # the lessons

    def _load(self) -> None:
        guard = self._guard()
        self._missing = False
        self._update()
        self._shelf.load(guard(lambda _: self._loaded()), guard(self._not_loaded))

    def _loaded(self) -> None:
        self._update()
        self._speech.say(*self._state.say)

    def _not_loaded(self, _error: Exception) -> None:
        self._missing = True
        self._update()
        self._speech.say(*self._state.say)

    def _go_on(self) -> None:
        """What waits, what is due again, or what comes next: one tap."""
        around = self._around()
        if around.paused is not None and (lesson := around.lesson(around.paused.lesson)) is not None:
            self._shelf.resumed(lesson.id)
            self._turn(Page.RUN, lesson=lesson.id, run=lesson_run.begin(lesson, around.paused))
            return
        entry = around.entry(around.due[0]) if around.due else around.next()
        if entry is None:
            return
        lesson = around.lesson(entry.id)
        if entry.id in around.due and lesson is not None:
            self._turn(Page.RUN, lesson=entry.id, run=lesson_run.quiz_only(lesson), review=True)
        else:
            self._turn(Page.INTRO, lesson=entry.id, run=None)

    def _begin(self) -> None:
        lesson = self._around().lesson(self._draft.lesson)
        if lesson is not None:
            self._shelf.resumed(lesson.id)
            self._turn(Page.RUN, run=lesson_run.begin(lesson), review=False)

    def _review(self) -> None:
        lesson = self._around().lesson(self._draft.lesson)
        if lesson is not None:
            self._turn(Page.RUN, run=lesson_run.quiz_only(lesson), review=True)

    def _next(self) -> None:
        after = self._around().next(self._draft.lesson)
        if after is not None:
            self._update(trail=(Page.START,), page=Page.START)
            self._turn(Page.INTRO, lesson=after.id, run=None)

    # within a lesson

    def _on(self) -> None:
        if self._draft.run is not None:
            after = lesson_run.on(self._draft.run)
            if self._draft.review and after.stage is Stage.OWN:  # a review is the questions alone
                after = lesson_run.on(after)
            self._moved(after)

    def _moved(self, after: Run) -> None:
        """The lesson is somewhere else now; what is done is noted."""
        before = self._draft.run
        if after.stage is Stage.BREAK or (after.stage is Stage.QUIZ and before and before.stage is Stage.STEP):
            self._progress.part(after.lesson.id, before.place.part if before else 0)
        if before is not None and before.stage is Stage.QUIZ and after.stage in (Stage.OWN, Stage.CARD):
            right, of = after.first_right, len(after.lesson.quiz)
            self._progress.finished(after.lesson.id, right=right, of=of, review=self._draft.review)
        if after.stage is Stage.CARD:
            self._turn(Page.DONE, run=None)
            return
        self._update(run=after, watching=(), told=())
        self._speech.say(*self._state.say)
        self._wait()

    def _wrong(self, after: Run, name: str) -> None:
        """Not that one: what it is, and that nothing happened. Twice, and the ring shows where."""
        more = verbatim(after.step.hint) if after.hinted else msg("lessons.look_again")
        told = (about(after, name), more)
        self._update(run=after, told=told)
        self._speech.say(*told)
        self._wait()

    def _answered(self, choice: int) -> None:
        run = self._draft.run
        if run is None:
            return
        after = lesson_run.answer(run, choice)
        told = () if after.right else (msg("lessons.think_again"), verbatim(after.question.why))
        self._update(run=after, told=told)
        self._speech.say(*(told or self._state.say))

    def _hint(self) -> None:
        run = self._draft.run
        if run is None or run.hinted:
            return
        told = (verbatim(run.step.hint),)
        self._update(run=lesson_run.hint(run), told=told)
        self._speech.say(*told)

    def _wait(self) -> None:
        """The hint comes to who hesitates, once in a step."""
        self._timer()
        run = self._draft.run
        doing = self._draft.page is Page.RUN and run is not None and run.stage is Stage.STEP
        if doing and run is not None and not (run.only_shows or run.hinted or self._draft.watching or self.closed):
            self._timer = self._clock.call_later(HESITATES, self._hint)

    # 做给我看

    def _show_or_stop(self) -> None:
        if self._draft.watching:
            self._stop_showing()
            return
        run = self._draft.run
        if run is None:
            return
        run = lesson_run.again(run)
        self._timer()
        self._update(run=run, watching=lesson_run.how(run), told=(msg("lessons.watch"),))
        self._speech.say(msg("lessons.watch"), verbatim(run.step.hint))
        self._timer = self._clock.call_later(SHOW_SECONDS, self._show_one)

    def _show_one(self) -> None:
        """One tap of those that do the step; after the last it is the resident's turn, with the ring."""
        draft, run = self._draft, self._draft.run
        if run is None or not draft.watching:
            return
        if len(draft.watching) == 1:
            self._stop_showing()
            return
        after = lesson_run.tap(run, draft.watching[0])
        self._update(run=after, watching=draft.watching[1:])
        self._timer = self._clock.call_later(TYPE_SECONDS, self._show_one)

    def _stop_showing(self) -> None:
        run = self._draft.run
        if run is not None:
            self._timer()
            self._update(run=lesson_run.again(run), watching=(), told=(msg("lessons.your_turn"),))
            self._speech.say(msg("lessons.your_turn"), verbatim(run.step.say))

    # and then

    def _hand_over(self) -> None:
        """有人要用: the place is kept, and the kiosk is another's at once."""
        run = self._draft.run
        if run is not None and not self._draft.review:
            self._shelf.pause(run.place)
        self._session.drop(DRAFT)
        self._give()

    def _print(self) -> None:
        lesson = self._around().lesson(self._draft.lesson)
        if lesson is not None:
            self._navigator.go("slip", slip=home_slip(lesson))

    def _certificate(self) -> None:
        around = self._around()
        if around.lessons is not None:
            self._navigator.go("slip", slip=certificate(around.lessons, around.done, self._clock.now()))

    def _real(self) -> None:
        lesson = self._around().lesson(self._draft.lesson)
        if lesson is not None and lesson.service:
            self._session.drop(lesson.service)
            self._navigator.go(lesson.service)

    def _practice(self) -> None:
        lesson = self._around().lesson(self._draft.lesson)
        if lesson is not None and lesson.practice:
            self._practise(lesson.id, lesson.service)

    # drawing

    def _turn(self, page: Page, **changes: Any) -> None:
        self._update(page=page, trail=_trail(self._draft, page), told=(), **changes)
        self._speech.say(*self._state.say)
        self._wait()

    def _update(self, **changes: Any) -> None:
        self._draft = replace(self._draft, **changes)
        if self.closed:
            return
        self._session.keep(DRAFT, replace(self._draft, watching=(), told=()))
        drawn = picture(self._draft, self._around())
        if drawn != self._state:
            self._state = drawn
            self._render(drawn)

    def _around(self) -> Around:
        progress = self._progress
        return Around(self._shelf.lessons, progress.done(), progress.due(), self._shelf.paused(), self._missing,
                      progress.known, self._prints)  # fmt: skip


def _trail(draft: Draft, page: Page) -> tuple[Page, ...]:
    """The pages behind `page`; a lesson that is over is not gone back into."""
    if page in draft.trail:
        return draft.trail[: draft.trail.index(page)]
    if page is draft.page:
        return draft.trail
    if page is Page.DONE:
        return tuple(one for one in draft.trail if one in (Page.START, Page.LEVEL))
    return (*draft.trail, draft.page)
