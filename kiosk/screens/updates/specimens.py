"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from kiosk.screens.updates.state import Line, Page, State
from kiosk.text import msg

_LINES = (Line("lessons", 3, 4, 2, 5, 1), Line("policies", 1, 2, 0, 3, 0), Line("notices", 0, 1, 2, 0, 0))
_ALL = tuple(
    Line(kind, 1, 2, 12, 30, 4) for kind in ("lessons", "policies", "voices", "directory", "notices", "first_aid")
)
_UNTIL = msg("time.day", month=12, day=30)

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("updates-looking", State()),
    ("updates-offered", State(Page.OFFERED, "USB", _LINES, 48, _UNTIL)),
    ("updates-offered-all", State(Page.OFFERED, "USB", _ALL, 180, _UNTIL)),
    ("updates-nothing", State(Page.NOTHING, "USB")),
    ("updates-gone", State(Page.GONE)),
    ("updates-installing", State(Page.INSTALLING, "USB", _LINES, 48, _UNTIL, 0)),
    ("updates-installing-long", State(Page.INSTALLING, "USB", _LINES, 180, _UNTIL, 42, 3)),
    ("updates-done", State(Page.DONE, "USB", _LINES, 48, _UNTIL)),
    *(
        (f"updates-failed-{name}", State(Page.FAILED, problem=msg(f"error.content_{name}")))
        for name in ("refused", "expired", "unreachable", "full", "unfit")
    ),
    ("updates-busy", State(Page.FAILED, problem=msg("updates.busy"))),
)
