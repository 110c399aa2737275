"""How long a part takes: what is said, and what is done. Measured with nobody; an estimate on the long side."""

from __future__ import annotations

from kiosk.content.lessons.model import Doing, Lesson, Part, Step

SPOKEN_PER_MINUTE = 170
"""Characters; U13 allows 150 to 200."""
LONGEST_PART = 360.0
"""Seconds: 6 minutes."""
_DOING = {Doing.LOOK: 6.0, Doing.TAP: 12.0, Doing.HOLD: 14.0, Doing.TYPE: 8.0, Doing.TURN: 12.0, Doing.SET: 20.0}
_A_CHARACTER = 3.0
_A_QUESTION = 15.0
_A_TASK = 45.0


def spoken(*texts: str) -> float:
    """Seconds to say these."""
    return sum(len(text) for text in texts) * 60 / SPOKEN_PER_MINUTE


def step_seconds(step: Step) -> float:
    typing = len(step.action.text) * _A_CHARACTER if step.action.doing is Doing.TYPE else 0.0
    return spoken(step.say, step.note, step.after) + _DOING[step.action.doing] + typing


def part_seconds(part: Part) -> float:
    return sum(step_seconds(step) for step in part.steps)


def closing_seconds(lesson: Lesson) -> float:
    """The quiz and one's own telephone: a part by themselves."""
    quiz = sum(
        spoken(question.ask, question.why, *(choice.say for choice in question.choices)) + _A_QUESTION
        for question in lesson.quiz
    )
    return quiz + spoken(lesson.own.say, *lesson.own.tasks) + _A_TASK * len(lesson.own.tasks)


def lesson_minutes(lesson: Lesson) -> int:
    """Rounded, at least 1."""
    seconds = sum(map(part_seconds, lesson.parts)) + closing_seconds(lesson)
    return max(1, round(seconds / 60))
