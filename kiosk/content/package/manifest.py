"""package.yaml: what a package is, and who stands for it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from kiosk.content.policy.cards_reader import Fault, Reader, Skip
from kiosk.content.policy.cards_tree import NotATree, Tree, read_tree
from kiosk.text import LANGUAGES

FILE = "package.yaml"
FORMAT = 1
KINDS = ("lessons", "policies", "voices", "directory", "notices", "first-aid")
SIGNED_BY_TWO = ("policies", "first-aid")
"""Two of the three keys on sticks sign what money and lives depend on; the administrator's key signs the rest."""
MAX_VERSION = 999_999
MAX_ID = 60
_KEYS = ("format", "id", "kind", "title", "version", "languages", "least_kiosk", "responsible")
_NUMBER = re.compile(r"[1-9]\d{0,5}")
_PROGRAM = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})")


@dataclass(frozen=True)
class Manifest:
    """`version` counts up from 1 and never returns; `least_kiosk` is the oldest program that can use the package;
    `responsible` is a person's or an office's name as the studio shows it."""

    id: str
    kind: str
    title: str
    version: int
    languages: tuple[str, ...]
    least_kiosk: str
    responsible: str

    def usable_by(self, program: str) -> bool:
        """Whether a kiosk of this version (as 0.1.0) is new enough."""
        return numbers(program) >= numbers(self.least_kiosk)


def is_id(name: str) -> bool:
    """Whether a package may be called so; no dot, for numbers and endings are joined to it with one."""
    return len(name) <= MAX_ID and re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) is not None


def numbers(program: str) -> tuple[int, ...]:
    """0.10.2 → (0, 10, 2); what is no version counts as the oldest."""
    found = _PROGRAM.match(program)
    return tuple(map(int, found.groups())) if found else (0, 0, 0)


def read_manifest(file: str, raw: bytes) -> tuple[Manifest | None, tuple[Fault, ...]]:
    """The manifest, None when it cannot be used, and every fault in it. `file` is its path, for the faults."""
    reader = Reader(file)
    manifest = None
    try:
        manifest = _manifest(reader, read_tree(raw))
    except NotATree as error:
        reader.wrong(error.line, error.what, error.mend)
    except Skip:
        pass
    return (None if reader.faults else manifest), tuple(reader.faults)


def _manifest(reader: Reader, tree: Tree) -> Manifest:
    given = reader.table(tree, _KEYS, _KEYS)
    got: dict[str, str] = {}
    with suppress(Skip):
        if (found := reader.text(given["format"])) != str(FORMAT):
            reader.wrong(given["format"].line, f"format {found}", f"this program knows format {FORMAT}")
    for name, read in (("id", reader.name), ("title", reader.text), ("responsible", reader.text)):
        with suppress(Skip):
            got[name] = read(given[name])
    with suppress(Skip):
        got["kind"] = reader.choice(given["kind"], KINDS)
    with suppress(Skip):
        got["version"] = _shape(reader, given["version"], _NUMBER, f"a whole number from 1 to {MAX_VERSION}")
    with suppress(Skip):
        got["least_kiosk"] = _shape(reader, given["least_kiosk"], _PROGRAM, "a program's version, as 0.1.0")
    languages = reader.each(reader.rows(given["languages"], "languages"), lambda one: reader.choice(one, LANGUAGES))
    if "id" in got and not is_id(got["id"]):
        reader.wrong(given["id"].line, f"{len(got['id'])} characters", f"at most {MAX_ID}")
    if len(got) < len(_KEYS) - len(("format", "languages")):
        raise Skip
    return Manifest(
        got["id"],
        got["kind"],
        got["title"],
        int(got["version"]),
        languages,
        got["least_kiosk"],
        got["responsible"],
    )


def _shape(reader: Reader, tree: Tree, pattern: re.Pattern[str], shape: str) -> str:
    found = reader.text(tree)
    if not pattern.fullmatch(found):
        raise reader.wrong(tree.line, f"{found} is not allowed", shape)
    return found
