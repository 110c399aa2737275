"""Kind notices: what the centre tells everybody, from one day to another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from kiosk.content.package.entries_read import check_entries, texts
from kiosk.content.package.manifest import Manifest
from kiosk.content.policy.cards_reader import Fault, Reader
from kiosk.content.policy.cards_tree import Tree

FILE = "notices.yaml"
_NEEDED = ("id", "title", "text", "from", "to")


def check_notices(folder: Path, manifest: Manifest, hard: Collection[str]) -> Iterator[Fault]:
    """Every fault in notices.yaml."""

    def entry(reader: Reader, tree: Tree) -> str:
        given = reader.table(tree, _NEEDED, _NEEDED)
        name = reader.name(given["id"])
        for key in ("title", "text"):
            texts(reader, given[key], manifest, hard)
        first, last = reader.day(given["from"]), reader.day(given["to"])
        if last < first:
            reader.wrong(given["to"].line, f"from {first} to {last}", "the end must not be before the beginning")
        return name

    yield from check_entries(folder / FILE, "{id: …, title: …, text: …, from: …, to: …}", entry)
