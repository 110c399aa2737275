"""Kind directory: whom residents of this quarter can ring or visit, with the source and when it was checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from kiosk.content.package.entries_read import check_entries, texts
from kiosk.content.package.manifest import Manifest
from kiosk.content.policy.cards_reader import Fault, Reader
from kiosk.content.policy.cards_tree import Tree

FILE = "services.yaml"
TOPICS = ("health", "care", "home", "repair", "food", "law", "money", "travel", "culture", "safety")
_NEEDED = ("id", "topic", "name", "phone", "source", "checked")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{1,19}")


def check_directory(folder: Path, manifest: Manifest, hard: Collection[str]) -> Iterator[Fault]:
    """Every fault in services.yaml."""

    def entry(reader: Reader, tree: Tree) -> str:
        given = reader.table(tree, (*_NEEDED, "address", "hours"), _NEEDED)
        name = reader.name(given["id"])
        reader.choice(given["topic"], TOPICS)
        if not _PHONE.fullmatch(said := reader.text(given["phone"])):
            reader.wrong(given["phone"].line, f"{said} is no telephone number", "digits, spaces and -, at most 21")
        for key in ("name", "address", "hours"):
            if key in given:
                texts(reader, given[key], manifest, hard if key != "address" else ())
        reader.text(given["source"])
        reader.day(given["checked"])
        return name

    yield from check_entries(folder / FILE, "{id: …, topic: …, name: …, phone: …, source: …, checked: …}", entry)
