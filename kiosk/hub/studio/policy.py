"""Policy cards in the studio: opened as forms, judged, saved, signed. The workspace keeps them; the check judges them.

A card is saved only without a fault; a failing test of its own leaves it a draft that nobody can sign or publish.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.content.package.check import Means
from kiosk.content.package.means import means
from kiosk.content.policy.cards import CHECKED, DRAFT, Card, amounts_hidden
from kiosk.content.policy.cards_check import Against, check_cards
from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.cards_tree import NotATree, read_tree
from kiosk.content.policy.form import CardForm, empty_form, read_form
from kiosk.content.policy.form_write import Written, write_form
from kiosk.content.policy.trials import Ran, run
from kiosk.errors import ContentError
from kiosk.hub.studio.errors import NotHere
from kiosk.hub.studio.kept import Writer
from kiosk.hub.studio.workspace import GONE, Workspace

KIND = "policies"
FOLDER, SUFFIX = "cards/", ".yaml"


class Faulty(ContentError):
    """The card cannot be saved or signed as it is: `judged` says where."""

    def __init__(self, judged: Judged) -> None:
        super().__init__("; ".join(str(fault) for fault in judged.faults) or "a test of the card fails")
        self.judged = judged


@dataclass(frozen=True)
class Judged:
    """`faults` of this card with the field of each in `fields`; `elsewhere`: what it would break in other cards."""

    written: Written
    faults: tuple[Fault, ...]
    elsewhere: tuple[Fault, ...]
    card: Card | None
    cards: tuple[Card, ...]
    ran: tuple[Ran, ...]

    @property
    def fields(self) -> dict[str, list[Fault]]:
        found: dict[str, list[Fault]] = {}
        for fault in self.faults:
            found.setdefault(self.written.field_at(fault.line), []).append(fault)
        return found

    @property
    def may_save(self) -> bool:
        return not self.faults and not self.elsewhere

    @property
    def may_sign(self) -> bool:
        return self.may_save and self.card is not None and all(one.passed for one in self.ran)


@dataclass(frozen=True)
class Opened:
    """A card of a draft as it stands now; `stamp` is GONE for a new one."""

    package: str
    name: str
    form: CardForm
    stamp: str
    judged: Judged
    writer: Writer = field(default_factory=Writer)
    undoable: int = 0

    @property
    def new(self) -> bool:
        return self.stamp == GONE


@dataclass(frozen=True)
class Line:
    """One card in the list: `card` None where it has faults. `hidden`: residents are told 请问窗口 for its amounts."""

    name: str
    title: str
    card: Card | None
    faults: int
    failing: int
    hidden: bool
    old: bool

    @property
    def urgent(self) -> int:
        """What should be looked at first."""
        return 0 if self.faults or self.failing else 1 if self.old else 2 if self.card and not self.card.checked else 3


def packages(space: Workspace) -> tuple[str, ...]:
    """The packages that hold policy cards."""
    return tuple(draft.manifest.id for draft in space.packages() if draft.manifest.kind == KIND)


def lines(space: Workspace, package: str, today: date) -> tuple[Line, ...]:
    """Every card, what needs a person first."""
    files = _files(space, package)
    cards, faults = check_cards(files, _against(means(), trials=False))
    known = {card.file: card for card in cards}
    found = []
    for path in files:
        mine = [fault for fault in faults if fault.file == path]
        card = known.get(path)
        title = card.names.official if card else _name(path)
        failing = sum(not one.passed for one in run(card, cards)) if card else 0
        hidden = card is None or (bool(card.amounts) and amounts_hidden(card, today))
        old = card is not None and card.checked is not None and amounts_hidden(card, today)
        found.append(Line(_name(path), title, card, len(mine), failing, hidden, old))
    return tuple(sorted(found, key=lambda line: (line.urgent, line.name)))


def open_card(space: Workspace, package: str, name: str) -> Opened:
    """Raises NotHere; NotATree where the file is no YAML any more: then only undoing helps."""
    path = _path(name)
    raw, stamp = space.read(package, path)
    form = read_form(read_tree(raw))
    judged = judge(space, package, name, form)
    return Opened(package, name, form, stamp, judged, space.writer(package, path), space.undoable(package, path))


def new_card(space: Workspace, package: str, words: str = "") -> Opened:
    """An empty form; `words` are what people asked for in vain."""
    form = empty_form(everyday=words, status=DRAFT)
    return Opened(package, "", form, GONE, Judged(write_form(form), (), (), None, cards_of(space, package), ()))


def judge(space: Workspace, package: str, name: str, form: CardForm) -> Judged:
    """The form as a file among the others."""
    written, path = write_form(form), _path(name)
    files = _files(space, package)
    before = {(fault.file, fault.what) for fault in check_cards(files, _against(means(), trials=False))[1]}
    cards, faults = check_cards({**files, path: written.raw}, _against(means(), trials=False))
    mine = tuple(fault for fault in faults if fault.file == path)
    others = tuple(f for f in faults if f.file != path and (f.file, f.what) not in before)
    card = next((one for one in cards if one.file == path), None)
    return Judged(written, mine, others, card, cards, run(card, cards) if card and not mine else ())


def save(space: Workspace, package: str, name: str, form: CardForm, stamp: str, by: str) -> Judged:
    """Write the form; any change makes the card a draft again. Raises Faulty, Stale, NotAllowed, OSError."""
    if stamp == GONE or not _same(space, package, name, form):
        form = with_values(form, status=DRAFT, by="", on="")
    judged = judge(space, package, name, form)
    if not judged.may_save:
        raise Faulty(judged)
    space.write(package, _path(name), judged.written.raw, stamp, by)
    return judged


def sign(space: Workspace, package: str, name: str, stamp: str, by: str, today: date) -> None:
    """This person has compared the card with its sources. Raises Faulty, also when a test of the card fails."""
    opened = open_card(space, package, name)
    form = with_values(opened.form, status=CHECKED, by=by, on=today.isoformat())
    judged = judge(space, package, name, form)
    if not judged.may_sign:
        raise Faulty(judged)
    space.write(package, _path(name), judged.written.raw, stamp, by)


def undo(space: Workspace, package: str, name: str, stamp: str, by: str) -> bool:
    """Back to what it was before the last change; True while there still is such a card."""
    return space.undo(package, _path(name), stamp, by) != GONE


def stamp_now(space: Workspace, package: str, name: str) -> str:
    return space.read(package, _path(name))[1]


def with_values(form: CardForm, **values: str) -> CardForm:
    return replace(form, values={**form.values, **values})


def with_rows(form: CardForm, table: str, rows: tuple[Mapping[str, str], ...]) -> CardForm:
    return replace(form, rows={**form.rows, table: rows})


def cards_of(space: Workspace, package: str) -> tuple[Card, ...]:
    """Those without a fault of their own."""
    return check_cards(_files(space, package), _against(means(), trials=False))[0]


def _same(space: Workspace, package: str, name: str, form: CardForm) -> bool:
    """Whether nothing but the signature would differ from what stands there."""
    try:
        now = read_form(read_tree(space.read(package, _path(name))[0]))
    except (NotHere, NotATree):
        return False
    return write_form(now).raw == write_form(form).raw


def _files(space: Workspace, package: str) -> dict[str, bytes]:
    paths = [path for path in space.files(package) if path.startswith(FOLDER) and path.endswith(SUFFIX)]
    return {path: space.read(package, path)[0] for path in paths}


def _against(means_: Means, *, trials: bool) -> Against:
    return Against(means_.hard, means_.pictures, means_.texts, trials)


def _path(name: str) -> str:
    return f"{FOLDER}{name}{SUFFIX}"


def _name(path: str) -> str:
    return path.removeprefix(FOLDER).removesuffix(SUFFIX)
