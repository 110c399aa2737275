"""Open streams by kiosk. A kiosk whose line flaps leaves dead ones behind: the newest few are kept."""

from __future__ import annotations

from collections import defaultdict

from kiosk.hub.bus import Subscription

MOST = 4


class Streams:
    def __init__(self) -> None:
        self._open: defaultdict[str, list[Subscription]] = defaultdict(list)

    def open(self, kiosk_id: str, subscription: Subscription) -> Subscription:
        streams = self._open[kiosk_id]
        streams.append(subscription)
        while len(streams) > MOST:
            streams.pop(0).close()
        return subscription

    def close(self, kiosk_id: str, subscription: Subscription) -> None:
        subscription.close()
        if subscription in self._open[kiosk_id]:
            self._open[kiosk_id].remove(subscription)
        if not self._open[kiosk_id]:
            del self._open[kiosk_id]

    def count(self) -> int:
        return sum(len(streams) for streams in self._open.values())
