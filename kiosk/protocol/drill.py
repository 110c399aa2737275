"""What a kiosk is told of a drill, on its stream: an exercise of 紧急呼救 that a volunteer began (docs/drills.md)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.domain.drill import DrillCall
from kiosk.protocol.models import Short, Wire

LONGEST = 3600.0


class DrillOut(Wire):
    """Event `drill`. `id` "": none is under way. `seconds` until it ends by itself, `by` who began it."""

    id: Annotated[str, Field(max_length=36)] = ""
    seconds: Annotated[float, Field(ge=0, le=LONGEST)] = 0.0
    by: Short = ""

    def drill(self) -> DrillCall:
        return DrillCall(self.id, self.seconds, self.by)
