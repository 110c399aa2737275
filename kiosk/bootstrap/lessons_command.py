"""`kiosk lessons`: whether what somebody wrote can be taught, and how long it takes."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.adapters.lessons import LESSONS, lesson_files
from kiosk.bootstrap.options import emit, json_option
from kiosk.bootstrap.plain_words import hard
from kiosk.content.lessons.check import Against, Lessons, check_lessons
from kiosk.content.lessons.model import Lesson
from kiosk.content.lessons.timing import closing_seconds, part_seconds

ICONS = Path(__file__).resolve().parents[2] / "assets" / "icons"


@click.group()
def lessons() -> None:
    """Lessons about the telephone: checked before anybody sees them."""


@lessons.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH...]")
@json_option
def check(paths: tuple[Path, ...], as_json: bool) -> None:
    """Check lessons (files, or folders of *.yaml; without PATH the project's own); exit 1 with every fault.

    Of each lesson it tells how long its parts take, then its quiz with one's own telephone.
    Every step is done on the drawn telephone, every text held against the everyday words. docs/lesson-format.md.
    """
    files = lesson_files(paths or (LESSONS,))
    course, found, faults = check_lessons(files, Against(hard(), pictures()))
    missing = Lessons(course, {lesson.id: lesson for lesson in found}).missing if course else ()
    told = [{"file": f.file, "line": f.line, "what": f.what, "mend": f.mend} for f in faults]
    times = {lesson.id: _seconds(lesson) for lesson in found}
    data = {"files": len(files), "lessons": len(found), "seconds": times, "missing": missing, "faults": told}
    lines = [*map(str, faults), *(f"{name}: {_plain(parts)}" for name, parts in times.items())]
    lines += [f"not written yet: {', '.join(missing)}"] if missing else []
    emit(as_json, data, "\n".join([*lines, f"{len(files)} files, {len(found)} lessons read, {len(faults)} faults"]))
    if faults:
        click.get_current_context().exit(1)


@lessons.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--at", "place", default="step-1", show_default=True, help="step-N, quiz-N, own or card.")
@json_option
def picture(file: Path, out: Path, place: str, as_json: bool) -> None:
    """Draw one step of the lesson FILE into OUT (PNG), as a kiosk shows it; a course.yaml beside it numbers it."""
    from kiosk.bootstrap.lesson_picture import draw

    width, height = draw(file, out, place)
    emit(as_json, {"picture": str(out), "width": width, "height": height}, f"{out}: {width}×{height}")


def pictures() -> frozenset[str]:
    """Names of the pictures there are."""
    return frozenset(path.stem for path in ICONS.glob("*.svg"))


def _plain(seconds: list[int]) -> str:
    """parts 86 s + 51 s, quiz and own telephone 184 s."""
    parts = " + ".join(f"{part} s" for part in seconds[:-1])
    return f"parts {parts}, quiz and own telephone {seconds[-1]} s"


def _seconds(lesson: Lesson) -> list[int]:
    """Of each part, then of the quiz with one's own telephone."""
    return [*(round(part_seconds(part)) for part in lesson.parts), round(closing_seconds(lesson))]
