"""Anything unforeseen: sorry is said, the screen is back within 2 s, nothing personal is logged, the alarm works."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from kiosk.screens.specimens import screens
from kiosk.services.alarm import AlarmPhase
from kiosk.services.session import SessionPhase
from tests.gui.composed.arriving import ENTERED, has_key, to_drill
from tests.gui.composed.breaking import CANARY, SORRY, Broken, Fuse, breaker, every_intent, presenter, view
from tests.gui.composed.conftest import Composed
from tests.gui.composed.ways import ARRIVALS, WAYS

INTENTS = every_intent()
AT_HOME = ("resting", "drill")  # what breaks there leads home at once: nobody has begun anything, and a drill is over
HELPED = ("register", "updates")  # a volunteer stands beside: the bar's key for one leads to their own screen


def test_every_intent_of_every_screen_is_broken_here() -> None:
    assert sorted(WAYS) == sorted(INTENTS)
    assert sorted(ARRIVALS) == sorted(screens())


def sorry_is_shown_and_said(kiosk: Composed, times: int = 1) -> None:
    assert len(kiosk.unforeseen) == times
    assert all(isinstance(error, Broken) for error in kiosk.unforeseen)
    assert kiosk.exits == []
    assert kiosk.screen == "trouble"
    assert SORRY in kiosk.words()
    kiosk.until_heard(SORRY)
    kiosk.bar()


def nothing_personal_is_logged(kiosk: Composed, capfd: pytest.CaptureFixture[str]) -> None:
    out = capfd.readouterr()
    assert "unforeseen Broken at breaking.py" in kiosk.log.getvalue()
    assert ENTERED not in kiosk.log.getvalue() + out.out + out.err


@pytest.mark.parametrize(("screen", "intent"), INTENTS)
def test_an_intent_that_breaks(
    composed_kiosk: Composed,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    screen: str,
    intent: str,
) -> None:
    kiosk, way = composed_kiosk, WAYS[screen, intent]
    fuse = Fuse(monkeypatch, presenter(screen), intent)
    way.go(kiosk)
    words = kiosk.words()
    fuse.blown = True
    kiosk.tap(way.key)
    sorry_is_shown_and_said(kiosk)
    kiosk.pass_(2)
    assert kiosk.screen == (way.then or screen)
    assert kiosk.covered() == (screen == "idle")
    if not way.then:  # what is read from the disk comes a moment later
        lasting = set(words.split()) - _ticking(words)
        kiosk.until(lambda: lasting <= set(kiosk.words().split()), "what was on the screen is there again")
    nothing_personal_is_logged(kiosk, capfd)


def _ticking(words: str) -> set[str]:
    """Words in which time passes: a countdown's."""
    return {word for word in words.split() if any(c.isdigit() for c in word)} | {"已记下。"}


@pytest.mark.parametrize(("screen", "intent"), [one for one in INTENTS if one[0] not in (*AT_HOME, "trouble")])
def test_an_intent_that_breaks_again_leads_home(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch, screen: str, intent: str
) -> None:
    kiosk, way = composed_kiosk, WAYS[screen, intent]
    fuse = Fuse(monkeypatch, presenter(screen), intent)
    way.go(kiosk)
    fuse.blown = True
    kiosk.tap(way.key)
    kiosk.pass_(2)
    kiosk.be_quiet()
    kiosk.until(lambda: has_key(kiosk, way.key), "its key is there again")
    kiosk.tap(way.key)
    sorry_is_shown_and_said(kiosk, times=2)
    kiosk.pass_(2)
    assert kiosk.screen == "home"
    assert not kiosk.covered()


@pytest.mark.parametrize(("screen", "intent"), INTENTS)
def test_the_alarm_starts_while_sorry_is_said(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch, screen: str, intent: str
) -> None:
    kiosk, way = composed_kiosk, WAYS[screen, intent]
    fuse = Fuse(monkeypatch, presenter(screen), intent)
    way.go(kiosk)
    fuse.blown = True
    kiosk.tap(way.key)
    before = kiosk.alarm()
    kiosk.touch(kiosk.window.bar.key("alarm"), 0.03)
    assert kiosk.screen == "alarm"
    if before is AlarmPhase.IDLE:
        assert kiosk.alarm() is AlarmPhase.COUNTDOWN
    else:  # a second press sends at once
        assert kiosk.alarm() in (AlarmPhase.CALLING, AlarmPhase.UNANSWERED)
    kiosk.pass_(2)
    assert kiosk.screen == "alarm"


@pytest.mark.parametrize("seconds", [0.0, 0.5, 1.45, 1.5, 1.55, 2.5])
def test_the_alarm_starts_at_every_moment_of_the_recovery(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr(presenter("taxi"), "place_chosen", breaker)
    composed_kiosk.tap("叫出租车")
    composed_kiosk.tap("东街医院")
    at = composed_kiosk.down(composed_kiosk.window.bar.key("alarm"))
    composed_kiosk.pass_(seconds)
    composed_kiosk.up(at)
    assert composed_kiosk.alarm() is AlarmPhase.COUNTDOWN
    composed_kiosk.pass_(2)
    assert composed_kiosk.screen == "alarm"


REPAIRABLE = [screen for screen in ARRIVALS if screen not in ("home", "trouble")]


@pytest.mark.parametrize("what", ["__init__", "open"])
@pytest.mark.parametrize("screen", REPAIRABLE)
def test_a_screen_that_cannot_open_leads_home(
    composed_kiosk: Composed,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    screen: str,
    what: str,
) -> None:
    kiosk = composed_kiosk
    monkeypatch.setattr(presenter(screen), what, breaker)
    arrive(kiosk, screen)
    kiosk.until(lambda: kiosk.screen == "trouble", "sorry is shown")
    sorry_is_shown_and_said(kiosk, times=2 if screen == "alarm" else 1)  # the finger asks for it, and the lane
    kiosk.pass_(2)
    kiosk.pass_(2)
    assert kiosk.screen == "home"
    kiosk.bar_tap("alarm")
    assert kiosk.alarm() is not AlarmPhase.IDLE
    nothing_personal_is_logged(kiosk, capfd)


@pytest.mark.parametrize("screen", REPAIRABLE)
def test_a_view_that_cannot_be_drawn_leads_home(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], screen: str
) -> None:
    kiosk = composed_kiosk
    monkeypatch.setattr(view(screen), "render", breaker)
    arrive(kiosk, screen)
    kiosk.until(lambda: kiosk.screen == "trouble", "sorry is shown")
    sorry_is_shown_and_said(kiosk, times=2 if screen == "alarm" else 1)  # the finger asks for it, and the lane
    kiosk.pass_(2)
    kiosk.pass_(2)
    assert kiosk.screen == "home"
    nothing_personal_is_logged(kiosk, capfd)


def test_a_drill_whose_screen_cannot_open_ends_at_home(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = composed_kiosk
    monkeypatch.setattr(presenter("drill"), "open", breaker)
    to_drill(kiosk)
    kiosk.until(lambda: kiosk.screen == "trouble", "sorry is shown")
    kiosk.pass_(2)
    kiosk.pass_(2)
    assert kiosk.screen == "home"
    drilling = kiosk.kiosk._parts.drilling
    assert drilling is not None
    assert not drilling.on


def arrive(kiosk: Composed, screen: str) -> None:
    """As far as it goes: what is broken on the way is what is tested."""
    try:
        ARRIVALS[screen](kiosk)
    except AssertionError:
        assert kiosk.unforeseen, "the way to the screen is lost"


@pytest.mark.parametrize("what", ["back", "home", "read_aloud", "close"])
@pytest.mark.parametrize("screen", [s for s in ARRIVALS if s not in ("home", "trouble", "idle")])
def test_a_screen_that_breaks_under_the_bars_keys(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch, screen: str, what: str
) -> None:
    """A page that cannot be closed holds nobody; whatever else breaks is told by sorry and built anew."""
    kiosk = composed_kiosk
    fuse = Fuse(monkeypatch, presenter(screen), what)
    ARRIVALS[screen](kiosk)
    fuse.blown = True
    kiosk.bar_tap({"back": "back", "home": "home", "read_aloud": "listen", "close": "volunteer"}[what])
    if what == "close":
        own = "helper" if screen in HELPED else "volunteer"
        assert kiosk.screen in (own, "request") or screen == own
        assert kiosk.unforeseen == []
    else:
        sorry_is_shown_and_said(kiosk)
        kiosk.pass_(2)
        assert kiosk.screen == ("home" if screen in AT_HOME else screen)
    kiosk.bar_tap("alarm")
    assert kiosk.alarm() is not AlarmPhase.IDLE


def test_an_answer_that_breaks_its_receiver(composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The taxi is on the disk; the screen that should have told so is built anew, and knows it."""
    kiosk = composed_kiosk
    monkeypatch.setattr(presenter("taxi"), "_called", breaker)
    kiosk.tap("叫出租车")
    kiosk.tap("东街公园")
    kiosk.tap("对，叫车")
    kiosk.until(lambda: kiosk.screen == "trouble", "sorry is shown")
    sorry_is_shown_and_said(kiosk)
    kiosk.pass_(2)
    assert kiosk.screen == "taxi"
    kiosk.tap("对，叫车")
    kiosk.key("看看那辆车")
    assert len(kiosk.kiosk.requests.live()) == 1


def test_a_listener_that_breaks_costs_the_others_nothing(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    after: list[object] = []
    stop = kiosk.kiosk.requests.watch(breaker)
    kiosk.kiosk.requests.watch(after.append)
    kiosk.tap("叫出租车")
    kiosk.tap("东街公园")
    kiosk.tap("对，叫车")
    kiosk.until(lambda: kiosk.unforeseen, "the listener broke")
    assert isinstance(kiosk.unforeseen[0], Broken)
    assert len(after) == 1
    assert len(kiosk.kiosk.requests.live()) == 1
    stop()
    kiosk.pass_(2)
    assert kiosk.screen in ("taxi", "request")


def test_background_work_that_breaks(composed_kiosk: Composed, capfd: pytest.CaptureFixture[str]) -> None:
    kiosk = composed_kiosk
    kiosk.kiosk.tasks.submit(lambda: breaker(kiosk))
    kiosk.until(lambda: kiosk.unforeseen, "it is unforeseen")
    sorry_is_shown_and_said(kiosk)
    nothing_personal_is_logged(kiosk, capfd)


def test_time_goes_on_after_a_tick_that_broke(composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The title's clock is wound before it is read."""
    monkeypatch.setattr(composed_kiosk.kiosk.bar, "title_line", lambda: breaker(composed_kiosk))
    composed_kiosk.pass_(21)
    composed_kiosk.pass_(21)
    assert len(composed_kiosk.unforeseen) == 2


def test_trouble_during_the_warning_keeps_the_warning_counting(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S3: whatever breaks, nobody's session lasts for ever."""
    kiosk = composed_kiosk
    monkeypatch.setattr(presenter("idle"), "__init__", breaker)
    kiosk.tap("叫出租车")
    arrive(kiosk, "idle")
    for _ in range(3):
        kiosk.pass_(2)
    assert kiosk.screen == "home"
    kiosk.pass_(30)
    assert (kiosk.screen, kiosk.phase()) == ("resting", SessionPhase.RESTING)


@pytest.mark.parametrize("what", ["close", "ender"])
def test_s3_what_breaks_at_the_end_brings_nobody_back(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    kiosk = composed_kiosk
    kiosk.taxi_called()
    kiosk.tap("不坐了")
    if what == "close":
        monkeypatch.setattr(presenter("request"), "close", breaker)
    else:
        kiosk.kiosk.session.on_end(lambda: breaker(kiosk))
    kiosk.clock.call_later(0, kiosk.session.end)
    kiosk.pass_(0)
    kiosk.pass_(2)
    assert kiosk.screen in ("resting", "home")
    assert "东街公园" not in kiosk.words()


def test_when_sorry_itself_breaks_a_new_process_is_asked_for(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view("trouble"), "render", breaker)
    monkeypatch.setattr(presenter("taxi"), "place_chosen", breaker)
    composed_kiosk.tap("叫出租车")
    composed_kiosk.tap("东街公园")
    assert composed_kiosk.exits == [1]
    assert CANARY not in composed_kiosk.log.getvalue()


def test_a_kiosk_whose_home_breaks_at_the_start_still_calls_for_help(
    kiosk_maker: Callable[[], Composed], monkeypatch: pytest.MonkeyPatch
) -> None:
    fuse = Fuse(monkeypatch, presenter("home"), "open")
    fuse.blown = True
    kiosk = kiosk_maker()
    assert kiosk.screen == "trouble"
    kiosk.pass_(2)
    assert kiosk.screen == "trouble"
    kiosk.touch(kiosk.window.bar.key("alarm"))
    assert (kiosk.screen, kiosk.alarm()) == ("alarm", AlarmPhase.COUNTDOWN)
    fuse.blown = False
    kiosk.call_off()
    kiosk.tap("好的")
    assert kiosk.screen == "home"


def test_a_home_that_never_opens_asks_for_a_new_process_but_never_during_an_alarm(
    kiosk_maker: Callable[[], Composed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorry is not said for ever; and whoever calls for help meanwhile is not cut off."""
    monkeypatch.setattr(presenter("home"), "open", breaker)
    kiosk = kiosk_maker()
    kiosk.pass_(1.6)
    assert (len(kiosk.unforeseen), kiosk.exits) == (2, [])
    kiosk.touch(kiosk.window.bar.key("alarm"))
    kiosk.pass_(1)
    kiosk.clock.call_later(0, kiosk.navigator.home)
    kiosk.pass_(0)
    assert (len(kiosk.unforeseen), kiosk.exits) == (3, [])
    kiosk.navigator.go("alarm")
    kiosk.call_off()
    kiosk.tap("好的")
    assert kiosk.exits == [1]
    assert CANARY not in kiosk.log.getvalue()


def test_a_home_that_opens_at_the_third_try_goes_on(
    kiosk_maker: Callable[[], Composed], monkeypatch: pytest.MonkeyPatch
) -> None:
    fuse = Fuse(monkeypatch, presenter("home"), "open")
    fuse.blown = True
    kiosk = kiosk_maker()
    kiosk.pass_(1.6)
    fuse.blown = False
    kiosk.pass_(1.6)
    assert (kiosk.screen, kiosk.exits) == ("home", [])


def test_a_loudspeaker_that_breaks_costs_the_sound_and_nothing_else(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without the sound system's libraries: loading the player itself raises."""
    kiosk = composed_kiosk
    for name in ("play", "stop"):
        monkeypatch.setattr(kiosk.player, name, partial(breaker, kiosk.player))
    kiosk.taxi_called()
    kiosk.bar_tap("volunteer")
    assert kiosk.screen == "volunteer"
    assert kiosk.unforeseen == []
    assert "the player: Broken" in kiosk.log.getvalue()
    kiosk.clock.call_later(0, lambda: breaker(kiosk))
    kiosk.pass_(0)
    assert (kiosk.screen, kiosk.exits) == ("trouble", [])


def test_what_cannot_be_closed_keeps_nothing_else_open(
    kiosk_maker: Callable[[], Composed], monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = kiosk_maker()
    monkeypatch.setattr(kiosk.kiosk.voices, "close", partial(breaker, kiosk))
    kiosk.kiosk.close()
    assert "Voices could not be closed: Broken" in kiosk.log.getvalue()
    assert not kiosk.window.isVisible()
    kiosk.until(lambda: not kiosk.kiosk.lane._conductor.is_alive(), "the alarm lane has ended")
