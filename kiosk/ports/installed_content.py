"""Where the content of one kind lies now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class InstalledContent(Protocol):
    """Kinds are those of kiosk.content.package.manifest. Every call looks anew: an update may have switched."""

    def folders(self, kind: str) -> tuple[Path, ...]:
        """The packages' folders of that kind, by id; before anything was installed the one that came with the program.

        () when there is neither. What lies in them never changes; after an update there are others.
        """
        ...

    def versions(self) -> Mapping[str, int]:
        """The installed packages and their versions, as {"policies/policies": 3}: kind, id. Without what came with the
        program."""
        ...
