"""What the studio refuses, and why."""

from __future__ import annotations

from datetime import datetime

from kiosk.errors import ContentError


class NotHere(ContentError):
    """No such package, or no such file in it."""


class NotAllowed(ContentError):
    """This kind of package holds no such file, or none so large."""


class Stale(ContentError):
    """Somebody else changed the file after it was read: `by` (a name, "" for nobody known) at `at`."""

    def __init__(self, path: str, by: str, at: datetime | None) -> None:
        super().__init__(f"{path} was changed by {by or 'somebody else'} meanwhile; read it again")
        self.path, self.by, self.at = path, by, at


class NotPossible(ContentError):
    """A step, question or answer cannot be moved, added or taken out there (any more)."""

    def __init__(self, place: str, does: str) -> None:
        super().__init__(f"{place}: {does} cannot be done there")


class NothingToUndo(ContentError):
    """The file is as it was when the draft began, or older changes are not kept any more."""


class Refused(ContentError):
    """Why it was not published. `reason`: no_key, not_this_key, passphrase, two_keys, changed, nothing, file."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(f"{reason} {name}".strip())
        self.reason, self.name = reason, name
