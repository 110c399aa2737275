"""What can be wrong with a package."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.content.policy.cards_reader import Fault
from kiosk.errors import ContentError


class PackageError(ContentError):
    """A package cannot be used: each fault a line, with file, line, what is wrong and how to mend it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
