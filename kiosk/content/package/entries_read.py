"""What directory and notices share: files of YAML lists, texts in every language of the package."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

from kiosk.content import plain
from kiosk.content.package.manifest import Manifest
from kiosk.content.policy.cards_reader import Fault, Reader, Skip
from kiosk.content.policy.cards_tree import NotATree, Tree, read_tree

ReadEntry = Callable[[Reader, Tree], str]
"""Reads one entry and gives its id; raises Skip."""


def check_entries(file: Path, what: str, read: ReadEntry) -> Iterator[Fault]:
    """Every fault of a file that holds a list of entries with an `id` of their own."""
    reader = Reader(str(file))
    first: dict[str, int] = {}
    with suppress(Skip):
        try:
            rows = reader.rows(read_tree(file.read_bytes()), what)
        except NotATree as error:
            raise reader.wrong(error.line, error.what, error.mend) from None
        for row in rows:
            with suppress(Skip):
                name = read(reader, row)
                if first.setdefault(name, row.line) != row.line:
                    reader.wrong(row.line, f"id {name} a second time", f"line {first[name]} has it; give this another")
    yield from reader.faults


def texts(reader: Reader, tree: Tree, manifest: Manifest, hard: Collection[str]) -> None:
    """A table of one text a language of the package; the Chinese one in words that every resident knows (U19)."""
    given = reader.table(tree, manifest.languages, manifest.languages)
    for language, one in given.items():
        said = reader.text(one)
        for fault in plain.faults(said, hard) if language == "zh_CN" else ():
            reader.wrong(one.line, fault, "say it in short everyday words")
