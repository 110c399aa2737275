"""What a resident takes home from lessons: the card with the same words in its code, and the certificate. Pure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from kiosk.content.lessons.check import Lessons
from kiosk.content.lessons.model import Lesson
from kiosk.domain.slip import Line, Slip
from kiosk.text import msg, verbatim


def home_slip(lesson: Lesson) -> Slip:
    """The card's lines in large words. The code holds the same words, for a telephone of the family."""
    card = lesson.card
    lines = (
        Line(verbatim(card.title), lesson.picture, great=True),
        *(Line(verbatim(line.say), line.picture) for line in card.lines),
    )
    code = "\n".join((card.title, *(line.say for line in card.lines)))
    return Slip(msg("lessons.title"), lines, qr=code, qr_words=msg("lessons.code"))


def certificate(lessons: Lessons, done: AbstractSet[str], now: datetime) -> Slip:
    """Which levels are learned, without anybody's name: whose it is, is written on it by hand."""
    here = now.astimezone()
    lines = [Line(msg("lessons.certificate_of", course=lessons.course.title), "star", great=True),
             Line(msg("lessons.certificate_name"), "pencil")]  # fmt: skip
    for level in lessons.course.levels:
        count = sum(1 for entry in level.lessons if entry.id in done)
        if count:
            words = msg("lessons.certificate_level", level=level.title, done=count, of=len(level.lessons))
            lines.append(Line(words, level.picture))
    lines.append(Line(msg("slip.day", month=here.month, day=here.day), "calendar"))
    return Slip(msg("lessons.certificate"), tuple(lines))
