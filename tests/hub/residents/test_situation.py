"""S1: answers about policies are kept for a resident only with consent, and go with it at once."""

from __future__ import annotations

import pytest

from kiosk.domain.resident import Habits, Situation
from kiosk.hub.residents.keeping import Keeping
from kiosk.protocol.residents import HabitsIn

SITUATION = Situation('{"born": "1950-03-01"}', "2026-11-30")


def test_what_travels_comes_back_as_it_was() -> None:
    habits = Habits(situation=SITUATION)
    assert HabitsIn.of(habits).habits() == habits
    assert HabitsIn.model_validate({"places": []}).habits() == Habits()  # from a kiosk of before


@pytest.mark.parametrize(
    "wrong", [{"profile": "x" * 2001}, {"profile": ""}, {"seen": "yesterday"}, {"profile": "a\0b"}]
)
def test_s11_nonsense_is_refused(wrong: dict[str, str]) -> None:
    given = {"profile": SITUATION.profile, "seen": SITUATION.seen, **wrong}
    with pytest.raises(ValueError, match="situation"):
        HabitsIn.model_validate({"situation": given})


class Row:
    """A resident's row, as far as keeping looks at it."""

    def __init__(self, *, consent: bool) -> None:
        self.habits: dict[str, object] = {}
        self.health_consent_at = object() if consent else None
        self.health_withdrawn_at = None


@pytest.mark.parametrize("consent", [True, False])
def test_s1_it_is_kept_with_consent_only(consent: bool) -> None:
    row = Row(consent=consent)
    Keeping.keep(None, row, HabitsIn.of(Habits(situation=SITUATION)))  # type: ignore[arg-type]  # a row is all it needs
    assert ("situation" in row.habits) is consent
