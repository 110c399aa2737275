"""The quiet mark: whether a rule or an age has made something possible for who stands there, by card and with consent.

Never a pop-up (U20), never a programme that they have, and nothing is looked at for anybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from kiosk.domain.resident import Level, Situation
from kiosk.ports.clock import Cancel
from kiosk.services.policies import News, Policies
from kiosk.services.residents import WhoIsHere

if TYPE_CHECKING:  # rules are looked at when somebody asks, not at the start
    from kiosk.content.policy.rules_profile import Profile


class PolicyNews:
    """Lives on the main thread. `today` is the day at this kiosk."""

    def __init__(self, policies: Policies, residents: WhoIsHere, today: Callable[[], date]) -> None:
        self._policies = policies
        self._residents = residents
        self._today = today
        self._news: News | None = None
        self._looked: Situation | None = None
        self._listeners: list[Callable[[], None]] = []
        residents.watch(self._look)

    @property
    def any(self) -> bool:
        """Whether something is newly possible."""
        return self._news is not None and bool(self._news.cards)

    @property
    def profile(self) -> Profile | None:
        """What was remembered, once the card was opened; a card alone shows nothing of it."""
        open_ = self._residents.current.level is Level.OPENED
        return self._news.profile if self._news is not None and open_ else None

    @property
    def keeps(self) -> bool:
        """Whether what was answered may be remembered for who stands there."""
        who = self._residents.current
        return who.level is not Level.GUEST and who.health_consent and not who.offline

    def remember(self, profile: Profile) -> None:
        """Seen today, and looked at again when something changes. Nothing without consent."""
        from kiosk.content.policy.rules_profile import as_text

        day = self._today()
        self._residents.remember_situation(Situation(as_text(profile, day), day.isoformat()))

    def watch(self, listener: Callable[[], None]) -> Cancel:
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def _look(self) -> None:
        who = self._residents.current
        situation = who.habits.situation if who.health_consent or who.offline else None
        if situation == self._looked:
            return
        self._looked = situation
        self._tell(None)
        if situation is not None:
            self._policies.news(situation, self._today(), lambda news: self._found(situation, news), lambda _: None)

    def _found(self, situation: Situation, news: News) -> None:
        if situation == self._looked:  # else somebody else stands there by now
            self._tell(news)

    def _tell(self, news: News | None) -> None:
        self._news = news
        for listener in tuple(self._listeners):
            listener()
