"""A lesson's texts as forms: one for each step and question, for one's own telephone and for the card to take home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.content.lessons.check import LONGEST, text_faults
from kiosk.content.lessons.course import COURSE, read_course
from kiosk.content.lessons.model import Doing
from kiosk.content.lessons.read import SUFFIX
from kiosk.content.package.edit import Path, at, edit, texts
from kiosk.content.package.manifest import FILE
from kiosk.content.package.means import hard
from kiosk.content.package.rows import told
from kiosk.errors import ContentError
from kiosk.hub.studio import lesson_quiz, lesson_steps
from kiosk.hub.studio.lesson_quiz import RIGHT, Answer, Answers
from kiosk.hub.studio.lesson_steps import NUMBERED, steps
from kiosk.hub.studio.lesson_waits import WAITS, Waits, begun, waits, with_waits
from kiosk.hub.studio.lesson_waits_check import waits_faults
from kiosk.hub.studio.workspace import Workspace

ABOUT, OWN, CARD = "about", "own", "card"
HINT, WRONG, CHOICE = "hint", "wrong", "choice"
STEP_TEXTS = ("say", "note", HINT, "after")
NO_HINT = "hint is missing"
"""As the check says it: who is to tap something is told where when they hesitate."""
EMPTY = "a text is expected here"


@dataclass(frozen=True)
class Field:
    """`name` is the form's, a path with dots; `label` the key of its words; `faults` are U19's, with the sentence.
    One that is `needed` may not be empty."""

    name: str
    label: str
    value: str
    longest: int
    faults: tuple[str, ...] = ()
    about: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Form:
    """`place` as `kiosk lessons picture` names it; a form without one has no picture. `can` is what of
    lesson_steps.DOES is possible with this step or question, `limit` why not."""

    place: str
    fields: tuple[Field, ...]
    answers: Answers | None = None
    waits: Waits | None = None
    can: tuple[str, ...] = ()
    limit: tuple[str, int] | None = None
    waits_faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def faults(self) -> dict[str, tuple[str, ...]]:
        """By the name of the field beside which they stand."""
        more = {RIGHT: self.answers.faults} if self.answers else {}
        asked = dict.fromkeys(self.waits.now, ()) if self.waits else {}
        return {**{field.name: field.faults for field in self.fields}, **more, **asked, **self.waits_faults}

    def answer(self, field: Field) -> Answer | None:
        """The answer that says what stands in this field."""
        return self.answers.all[int(field.about) - 1] if self.answers and field.label == CHOICE else None


def places(whole: Any) -> list[tuple[str, str]]:
    """Every form of a lesson and its first words, in the order residents meet them."""
    told = [(f"step-{n}", str(at(whole, (*path, "say")) or "")) for n, path in enumerate(steps(whole), 1)]
    quiz = at(whole, ("quiz",)) or []
    asked = [(f"quiz-{n}", str(at(one, ("ask",)) or "")) for n, one in enumerate(quiz, 1)]
    ends = [(OWN, str(at(whole, (OWN, "say")) or "")), (CARD, str(at(whole, (CARD, "title")) or ""))]
    return [(ABOUT, str(at(whole, ("goal",)) or "")), *told, *asked, *ends]


def form(raw: bytes, place: str, typed: Mapping[str, str] | None = None) -> Form | None:
    """The form of one place, with what was typed or else with what the file says; None for no such place.

    Raises ContentError for a file that is no YAML.
    """
    whole = texts(raw)
    found = list(_fields(whole, place))
    if not found:
        return None
    taught = [str(at(one, ("word",)) or "") for one in at(whole, ("words",)) or []]
    typed = typed or {}
    fields = tuple(_checked(one, typed.get(one.name, one.value), taught) for one in found)
    made = Form("" if place == ABOUT else place, fields, lesson_quiz.answers(whole, place, typed),
                can=lesson_steps.can(whole, place), limit=lesson_steps.limit(whole, place))  # fmt: skip
    step = lesson_steps.step_at(whole, place)
    return _waiting(made, raw, step, typed) if step else made


def _waiting(made: Form, raw: bytes, step: Path, typed: Mapping[str, str]) -> Form:
    """With what the step waits for; who is to do something is told how when they hesitate."""
    asked = waits(raw, step, typed)
    fields = made.fields
    if asked.kind is not Doing.LOOK:
        fields = tuple(
            replace(one, faults=(NO_HINT,)) if one.label == HINT and not one.value else one for one in fields
        )
    faults = waits_faults(asked, *begun(raw, step)) if asked.known else {}
    return replace(made, fields=fields, waits=asked, waits_faults=faults)


def changed(raw: bytes, place: str, typed: Mapping[str, str]) -> bytes:
    """The lesson's file with what was typed in the form of this place. Raises ContentError."""
    whole = texts(raw)
    found = [one for one in _fields(whole, place) if one.name in typed]
    changes = {_path(one.name): typed[one.name] for one in found}
    wrong = [path for path in changes if path[-2:-1] == (WRONG,)]
    if wrong and not any(typed[one.name].strip() for one in found if one.label == WRONG):
        raw = told(raw, wrong[0][:-2], WRONG, None)
        changes = {path: text for path, text in changes.items() if path not in wrong}
    after = edit(raw, changes, {_path(one.name) for one in found if one.needed})
    step = lesson_steps.step_at(whole, place)
    if step and WAITS in typed:
        after = with_waits(after, step, waits(raw, step, typed))
    return lesson_quiz.with_answers(after, place, typed)


def _fields(whole: Any, place: str) -> Iterator[Field]:
    number = NUMBERED.fullmatch(place)
    if place == ABOUT:
        yield _field(whole, ("goal",), "goal", "goal")
        for n, _ in enumerate(at(whole, ("parts",)) or []):
            yield _field(whole, ("parts", n, "title"), "part", "title", str(n + 1))
    elif place == OWN:
        yield _field(whole, (OWN, "say"), "say", "say")
        for n, _ in enumerate(at(whole, (OWN, "tasks")) or []):
            yield _field(whole, (OWN, "tasks", n), "task", "task", str(n + 1))
    elif place == CARD:
        yield _field(whole, (CARD, "title"), "title", "title")
        for n, _ in enumerate(at(whole, (CARD, "lines")) or []):
            yield _field(whole, (CARD, "lines", n, "say"), "line", "line", str(n + 1))
    elif number is not None and number[1] == "step" and int(number[2]) <= len(steps(whole)):
        yield from _step(whole, steps(whole)[int(number[2]) - 1])
    elif number is not None and number[1] == "quiz" and int(number[2]) <= len(at(whole, ("quiz",)) or []):
        yield from _question(whole, ("quiz", int(number[2]) - 1))


def _step(whole: Any, path: Path) -> Iterator[Field]:
    for key in STEP_TEXTS:
        yield _field(whole, (*path, key), key, "say", needed=key == "say")
    for name in at(whole, (*path, WRONG)) or {}:
        yield _field(whole, (*path, WRONG, name), WRONG, "say", _label(whole, name), needed=False)


def _question(whole: Any, path: Path) -> Iterator[Field]:
    yield _field(whole, (*path, "ask"), "ask", "say")
    for n, _ in enumerate(at(whole, (*path, "choices")) or []):
        yield _field(whole, (*path, "choices", n, "say"), CHOICE, CHOICE, str(n + 1))
    yield _field(whole, (*path, "why"), "why", "say")


def _field(whole: Any, path: Path, label: str, length: str, about: str = "", *, needed: bool = True) -> Field:
    value = str(at(whole, path) or "")
    return Field(".".join(map(str, path)), label, value, LONGEST[length], about=about, needed=needed)


def _checked(field: Field, value: str, taught: list[str]) -> Field:
    value = " ".join(value.split())
    faults = tuple(text_faults(value, taught, hard()))
    if len(value) > field.longest:
        faults = (*faults, f"{value}: {len(value)} characters, at most {field.longest}")
    if field.needed and not value:
        faults = (EMPTY,)
    return replace(field, value=value, faults=faults)


def _label(whole: Any, name: str) -> str:
    """What is written on the element of this id, as a person knows it."""
    for node in _walk(at(whole, ("screens",)) or {}):
        if node.get("id") == name and isinstance(node.get("label"), str):
            return str(node["label"])
    return name


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _walk(one)


def _path(name: str) -> Path:
    return tuple(int(part) if part.isdecimal() else part for part in name.split("."))


def lesson_titles(workspace: Workspace, package: str, files: Iterable[str]) -> dict[str, str]:
    """What each lesson's file is called by residents, in the order of the course, the others behind; a file that
    cannot be read now, or has no title, is left out."""
    files = tuple(files)
    found = {}
    for file in files:
        if file in (COURSE, FILE) or not file.endswith(SUFFIX):
            continue
        with suppress(ContentError):
            if title := lesson_title(workspace.read(package, file)[0]):
                found[file] = title
    course = read_course(COURSE, workspace.read(package, COURSE)[0])[0] if COURSE in files else None
    order = {f"{entry.id}{SUFFIX}": entry.number for entry in course.lessons} if course else {}
    return {file: found[file] for file in sorted(found, key=lambda one: (order.get(one, len(order) + 1), one))}


def lesson_title(raw: bytes) -> str:
    """Raises ContentError for a file that is no YAML."""
    return str(at(texts(raw), ("title",)) or "")
