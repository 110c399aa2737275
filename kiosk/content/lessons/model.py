"""A lesson as values: parts of steps on a drawn telephone, a quiz, one's own telephone, a card to take home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

COLOURS = ("green", "blue", "teal", "brown", "purple", "grey", "red")
"""Of icons and buttons on the drawn telephone. `red` is a brown red, for hanging up: the alarm's is the alarm's."""
SERVICES = ("doctor", "taxi", "policy", "mine")
"""The real keys of the kiosk that a lesson may end with."""
PRACTISED = ("doctor", "taxi")
"""Those whose real screens can be walked through for practice."""


class Kind(StrEnum):
    """Of a telephone's screen. A dialog and a notice lie over another screen."""

    HOME = "home"
    PAGE = "page"
    LOCK = "lock"
    CALL = "call"
    DIALOG = "dialog"
    NOTICE = "notice"


class Shape(StrEnum):
    """Of a block on a telephone's screen, from top to bottom."""

    ICONS = "icons"
    LIST = "list"
    BUTTONS = "buttons"
    PAD = "pad"
    WORDS = "words"
    FIELD = "field"
    TEXT = "text"
    BIG = "big"
    PICTURE = "picture"
    SAID = "said"
    SWITCH = "switch"
    SLIDER = "slider"


@dataclass(frozen=True)
class Element:
    """Something that can be tapped. `to` "": the screen stays. `tells`: what it is, for who taps it by mistake."""

    id: str
    label: str
    icon: str = ""
    colour: str = ""
    note: str = ""
    badge: str = ""
    to: str = ""
    tells: str = ""
    line: int = 0


@dataclass(frozen=True)
class Block:
    """`elements` of icons, list, buttons, and the one of a switch. `id`: the field typed into, or the slider's.

    `text`: the words of text, big and said, the label of a field or slider, the icon of a picture. `value`: what a
    field holds at first, who said it (me, them), `on` or `off`. `words`: the keys of a words block. `at` of `of`: where
    a slider is.
    """

    shape: Shape
    line: int
    elements: tuple[Element, ...] = ()
    id: str = ""
    text: str = ""
    value: str = ""
    words: tuple[str, ...] = ()
    at: int = 0
    of: int = 0


@dataclass(frozen=True)
class Screen:
    """`back`: where the arrow at the top leads, "" for none. `sides`: keys on the telephone's edge (power, volume)."""

    id: str
    kind: Kind
    title: str
    back: str
    over: str
    sides: tuple[Element, ...]
    body: tuple[Block, ...]
    line: int


class Doing(StrEnum):
    LOOK = "look"
    TAP = "tap"
    HOLD = "hold"
    TYPE = "type"
    TURN = "turn"
    SET = "set"


@dataclass(frozen=True)
class Action:
    """`ids`: what may be tapped or held, the first is pointed at; else the field, switch or slider. `text`: to type, or
    on/off. `at`: where the slider should be."""

    doing: Doing
    ids: tuple[str, ...] = ()
    text: str = ""
    at: int = 0


@dataclass(frozen=True)
class Step:
    """`start`: the telephone's screen, "" where the step before left it. `wrong`: by element, why not that one."""

    say: str
    note: str
    start: str
    action: Action
    hint: str
    after: str
    wrong: Mapping[str, str]
    line: int


@dataclass(frozen=True)
class Part:
    title: str
    steps: tuple[Step, ...]
    line: int


@dataclass(frozen=True)
class Choice:
    say: str
    picture: str
    right: bool


@dataclass(frozen=True)
class Question:
    """`why`: said after the right answer, and after a wrong one before another try."""

    ask: str
    choices: tuple[Choice, ...]
    why: str
    line: int


@dataclass(frozen=True)
class Own:
    """拿出您自己的手机: what to try there, ticked by the resident or a volunteer."""

    say: str
    tasks: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class HomeLine:
    say: str
    picture: str


@dataclass(frozen=True)
class HomeCard:
    title: str
    lines: tuple[HomeLine, ...]
    line: int


@dataclass(frozen=True)
class Taught:
    """A word no resident has to know beforehand, and what it means in everyday words."""

    word: str
    means: str
    line: int


@dataclass(frozen=True)
class Lesson:
    """`service`: the real key at its end, "" for none; `practice`: whether its real screens are practised first."""

    id: str
    title: str
    picture: str
    goal: str
    words: tuple[Taught, ...]
    service: str
    practice: bool
    sources: tuple[str, ...]
    screens: Mapping[str, Screen]
    parts: tuple[Part, ...]
    quiz: tuple[Question, ...]
    own: Own
    card: HomeCard
    file: str

    @property
    def steps(self) -> tuple[Step, ...]:
        """Of all parts."""
        return tuple(step for part in self.parts for step in part.steps)


@dataclass(frozen=True)
class Entry:
    """A lesson's place in the course. `number` counts through all levels, from 1."""

    id: str
    title: str
    picture: str
    number: int
    level: str
    line: int


@dataclass(frozen=True)
class Level:
    id: str
    title: str
    picture: str
    lessons: tuple[Entry, ...]


@dataclass(frozen=True)
class Course:
    title: str
    levels: tuple[Level, ...]
    file: str

    @property
    def lessons(self) -> tuple[Entry, ...]:
        return tuple(entry for level in self.levels for entry in level.lessons)
