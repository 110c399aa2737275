"""Tells the hub how the morning's self-test went."""

from __future__ import annotations

from kiosk.adapters.hub.calls import Calls
from kiosk.adapters.hub.heavy import load
from kiosk.domain.selftest import SelfTest


def tell(calls: Calls, test: SelfTest) -> None:
    """Idempotent by its id. Raises HubUnreachable, HubRefused or NotEnrolled."""
    load()
    from kiosk.protocol.selftest import SelfTestOut, selftest_in

    calls.ask("PUT", f"/v1/selftests/{test.id}", SelfTestOut, selftest_in(test))
