"""One file → one lesson, or every fault in it with its line and its mend. What parts say of each other: check.py."""

from __future__ import annotations

from pathlib import PurePath

from kiosk.content.lessons.model import (
    PRACTISED,
    SERVICES,
    Action,
    Choice,
    Doing,
    HomeCard,
    HomeLine,
    Lesson,
    Own,
    Part,
    Question,
    Step,
    Taught,
)
from kiosk.content.lessons.read_phone import YES, read_screens, whole
from kiosk.content.policy.cards_reader import Fault, Reader, Skip
from kiosk.content.policy.cards_tree import Leaf, NotATree, Row, Table, Tree, read_tree

SUFFIX = ".yaml"
_NEEDED = ("id", "title", "picture", "goal", "screens", "parts", "quiz", "own", "card")
_KNOWN = (*_NEEDED, "words", "service", "practice", "sources")
_STEP = ("say", "note", "start", "do", "hint", "after", "wrong")
LOOK = Action(Doing.LOOK)


def read_lesson(file: str, raw: bytes) -> tuple[Lesson | None, tuple[Fault, ...]]:
    """The lesson, None where a part of it cannot be read; and what is wrong. `file` is its path, for the faults."""
    reader = Reader(file)
    lesson = None
    try:
        lesson = _lesson(reader, read_tree(raw))
    except NotATree as error:
        mend = error.mend.replace("docs/policy.md", "docs/lesson-format.md").replace("a card", "a lesson")
        reader.wrong(error.line, error.what, mend)
    except Skip:
        pass
    return (None if reader.faults else lesson), tuple(reader.faults)


def _lesson(reader: Reader, tree: Tree) -> Lesson:
    given = reader.table(tree, _KNOWN, _NEEDED)
    id_ = reader.name(given["id"])
    if id_ != PurePath(reader.file).stem:
        reader.wrong(given["id"].line, f"{id_} in a file of another name", f"call the file {id_}{SUFFIX}")
    words = reader.each(_rows(reader, given, "words"), lambda item: _taught(reader, item))
    service, practice = _service(reader, given)
    sources = reader.each(_rows(reader, given, "sources"), reader.text)
    screens = read_screens(reader, given["screens"])
    parts = reader.each(reader.rows(given["parts"], "parts"), lambda item: _part(reader, item))
    quiz = reader.each(reader.rows(given["quiz"], "questions"), lambda item: _question(reader, item))
    own, card = _own(reader, given["own"]), _card(reader, given["card"])
    return Lesson(id_, reader.text(given["title"]), reader.name(given["picture"]), reader.text(given["goal"]), words,
                  service, practice, sources, screens, parts, quiz, own, card, reader.file)  # fmt: skip


def _rows(reader: Reader, given: dict[str, Tree], key: str) -> tuple[Tree, ...]:
    return reader.rows(given[key], key) if key in given else ()


def _taught(reader: Reader, tree: Tree) -> Taught:
    given = reader.table(tree, ("word", "means"), ("word", "means"))
    return Taught(reader.text(given["word"]), reader.text(given["means"]), tree.line)


def _service(reader: Reader, given: dict[str, Tree]) -> tuple[str, bool]:
    service = reader.choice(given["service"], SERVICES) if "service" in given else ""
    practice = "practice" in given and reader.choice(given["practice"], YES) == "yes"
    if practice and service not in PRACTISED:
        reader.wrong(given["practice"].line, f"no practice for {service or 'no service'}",
                     f"service: one of {', '.join(PRACTISED)}")  # fmt: skip
    return service, practice


def _part(reader: Reader, tree: Tree) -> Part:
    given = reader.table(tree, ("title", "steps"), ("title", "steps"))
    steps = reader.each(reader.rows(given["steps"], "steps"), lambda item: _step(reader, item))
    return Part(reader.text(given["title"]), steps, tree.line)


def _step(reader: Reader, tree: Tree) -> Step:
    given = reader.table(tree, _STEP, ("say",))

    def text(key: str) -> str:
        return reader.text(given[key]) if key in given else ""

    action = _action(reader, given["do"]) if "do" in given else LOOK
    if action.doing is not Doing.LOOK and "hint" not in given:
        reader.wrong(tree.line, "hint is missing", "write hint: what to say to who hesitates")
    start = reader.name(given["start"]) if "start" in given else ""
    wrong = _wrong(reader, given["wrong"]) if "wrong" in given else {}
    return Step(text("say"), text("note"), start, action, text("hint"), text("after"), wrong, tree.line)


def _wrong(reader: Reader, tree: Tree) -> dict[str, str]:
    if not isinstance(tree, Table):
        raise reader.wrong(tree.line, "a table is expected here", "write the element's id: and what to say")
    return {name: reader.text(entry) for name, entry in tree.entries.items()}


def _action(reader: Reader, tree: Tree) -> Action:
    """One of tap, hold, look (ids), type {into, text}, turn {switch, to}, set {slider, to}."""
    if not isinstance(tree, Table) or len(tree.entries) != 1:
        raise reader.wrong(tree.line, "one thing to do is expected here", f"write one of {', '.join(Doing)}: …")
    doing = Doing(reader.choice(Leaf(next(iter(tree.entries)), tree.line), tuple(Doing)))
    inside = tree.entries[doing]
    if doing in (Doing.TAP, Doing.HOLD, Doing.LOOK):
        items = inside.items if isinstance(inside, Row) else (inside,)
        return Action(doing, reader.each(items, reader.name))
    if doing is Doing.TYPE:
        given = reader.table(inside, ("into", "text"), ("into", "text"))
        return Action(doing, (reader.name(given["into"]),), reader.text(given["text"]))
    if doing is Doing.TURN:
        given = reader.table(inside, ("switch", "to"), ("switch", "to"))
        return Action(doing, (reader.name(given["switch"]),), reader.choice(given["to"], ("on", "off")))
    given = reader.table(inside, ("slider", "to"), ("slider", "to"))
    return Action(doing, (reader.name(given["slider"]),), at=whole(reader, given["to"]))


def _question(reader: Reader, tree: Tree) -> Question:
    given = reader.table(tree, ("ask", "choices", "why"), ("ask", "choices", "why"))
    choices = reader.each(reader.rows(given["choices"], "choices"), lambda item: _choice(reader, item))
    return Question(reader.text(given["ask"]), choices, reader.text(given["why"]), tree.line)


def _choice(reader: Reader, tree: Tree) -> Choice:
    given = reader.table(tree, ("say", "picture", "right"), ("say", "picture"))
    right = "right" in given and reader.choice(given["right"], YES) == "yes"
    return Choice(reader.text(given["say"]), reader.name(given["picture"]), right)


def _own(reader: Reader, tree: Tree) -> Own:
    given = reader.table(tree, ("say", "tasks"), ("say", "tasks"))
    return Own(reader.text(given["say"]), reader.each(reader.rows(given["tasks"], "tasks"), reader.text), tree.line)


def _card(reader: Reader, tree: Tree) -> HomeCard:
    given = reader.table(tree, ("title", "lines"), ("title", "lines"))
    lines = reader.each(reader.rows(given["lines"], "lines"), lambda item: _home_line(reader, item))
    return HomeCard(reader.text(given["title"]), lines, tree.line)


def _home_line(reader: Reader, tree: Tree) -> HomeLine:
    given = reader.table(tree, ("say", "picture"), ("say", "picture"))
    return HomeLine(reader.text(given["say"]), reader.name(given["picture"]))
