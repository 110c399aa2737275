"""Every text and every picture of a lesson, with its line: for the checks, and for whoever records a voice."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.content.lessons.model import Lesson, Shape
from kiosk.content.lessons.phone import elements


def spoken(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """What is said aloud, or may be."""
    yield 1, lesson.title
    yield 1, lesson.goal
    for taught in lesson.words:
        yield taught.line, taught.means
    for part in lesson.parts:
        yield part.line, part.title
    for step in lesson.steps:
        yield from ((step.line, text) for text in (step.say, step.note, step.hint, step.after) if text)
        yield from ((step.line, text) for text in step.wrong.values())
    yield from closing(lesson)
    for screen in lesson.screens.values():
        yield from ((element.line, element.tells) for element in elements(screen) if element.tells)


def closing(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Of the quiz, of one's own telephone, of the card."""
    for question in lesson.quiz:
        yield from ((question.line, text) for text in (question.ask, question.why))
        yield from ((question.line, choice.say) for choice in question.choices)
    yield from ((lesson.own.line, text) for text in (lesson.own.say, *lesson.own.tasks))
    yield lesson.card.line, lesson.card.title
    yield from ((lesson.card.line, line.say) for line in lesson.card.lines)


def drawn(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """What stands on the telephone."""
    for screen in lesson.screens.values():
        yield screen.line, screen.title
        for element in elements(screen):
            yield from ((element.line, text) for text in (element.label, element.note, element.badge))
        for block in screen.body:
            if block.shape is not Shape.PICTURE:
                yield block.line, block.text
            if block.shape is Shape.FIELD:
                yield block.line, block.value
            yield from ((block.line, word) for word in block.words)


def pictures(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Names of assets/icons."""
    yield 1, lesson.picture
    for screen in lesson.screens.values():
        yield from ((element.line, element.icon) for element in elements(screen) if element.icon)
        yield from ((block.line, block.text) for block in screen.body if block.shape is Shape.PICTURE)
    for question in lesson.quiz:
        yield from ((question.line, choice.picture) for choice in question.choices)
    yield from ((lesson.card.line, line.picture) for line in lesson.card.lines)
