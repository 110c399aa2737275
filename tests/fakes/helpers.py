"""A hub that knows helpers, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.badge import Act, Helper
from kiosk.errors import CardUnknown, HubError

BADGE = "SKB-0000-0000-0000-0000-00"
PIN = "280417"
PASS = "helper-pass"


@dataclass
class MemoryHelpers:
    """See kiosk.ports.helpers. 王阿姨 has BADGE and PIN; `trouble` is raised by every call; `acts` is the log."""

    trouble: HubError | None = None
    acts: list[str] = field(default_factory=list)
    passes: set[str] = field(default_factory=set)

    def enter(self, badge: str, pin: str) -> Helper:
        self._fail()
        if (badge, pin) != (BADGE, PIN):
            raise CardUnknown
        self.acts.append("came")
        self.passes.add(PASS)
        return Helper("王阿姨", "volunteer", PASS)

    def did(self, helper: Helper, act: Act) -> None:
        self._check(helper)
        self.acts.append(act)
        if act is Act.LOCKED:
            self.passes.clear()

    def hand_over(self, helper: Helper) -> None:
        self._check(helper)
        self.acts.append("handed_over")
        self.passes.clear()

    def _check(self, helper: Helper) -> None:
        self._fail()
        if helper.pass_ not in self.passes:
            raise CardUnknown

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble
