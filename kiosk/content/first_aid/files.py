"""Which files are first-aid cards: of a folder, or named one by one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.content.first_aid.read import SUFFIX
from kiosk.errors import ContentError

PACKAGE = "package.yaml"
"""What says whose package this is; no card."""


def aid_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """The cards' files in these places (files, or folders of *.yaml), by path. Raises ContentError."""
    found: dict[str, bytes] = {}
    paths = tuple(paths)
    for path in paths:
        inside = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        for file in inside:
            if file.name == PACKAGE:
                continue
            try:
                found[str(file)] = file.read_bytes()
            except OSError as error:
                raise ContentError(f"{file}: {error.strerror or error}") from error
    if not found:
        raise ContentError(f"no first-aid card (*{SUFFIX}) in {', '.join(map(str, paths))}")
    return found
