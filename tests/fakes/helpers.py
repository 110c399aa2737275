"""A hub that knows helpers, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.badge import Act, Helper
from kiosk.errors import CardUnknown, HubError

BADGE = "SKB-0000-0000-0000-0000-00"
PIN = "280417"


@dataclass
class MemoryHelpers:
    """See kiosk.ports.helpers. 王阿姨 has BADGE and PIN; `trouble` is raised by every call; `acts` is the log."""

    trouble: HubError | None = None
    acts: list[str] = field(default_factory=list)

    def enter(self, badge: str, pin: str) -> Helper:
        self._fail()
        if (badge, pin) != (BADGE, PIN):
            raise CardUnknown
        self.acts.append("came")
        return Helper("王阿姨", "volunteer", "helper-pass")

    def did(self, helper: Helper, act: Act) -> None:
        self._fail()
        assert helper.pass_ == "helper-pass"
        self.acts.append(act)

    def hand_over(self, helper: Helper) -> None:
        self._fail()
        assert helper.pass_ == "helper-pass"
        self.acts.append("handed_over")

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble
