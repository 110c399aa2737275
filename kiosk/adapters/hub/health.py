"""Whether a hub answers, for the doctor: asked without a name, changing nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.heavy import load

if TYPE_CHECKING:
    from kiosk.protocol.models import Health


def health(credentials: Credentials) -> Health:
    """What our hub says of itself. Raises HubUnreachable, HubRefused or NotEnrolled."""
    load()
    from kiosk.adapters.hub.wire import Patience, Wire
    from kiosk.protocol.models import Health

    wire = Wire(credentials, __version__, Patience())
    try:
        return wire.call("GET", "/v1/health", Health)
    finally:
        wire.close()
