"""From publisher to kiosk: what arrives, what travels, what stays when something is wrong (S9, S10)."""

from __future__ import annotations

import errno
import fcntl
import os
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.adapters.content.disk import Disk
from kiosk.adapters.content.fetcher import file_url
from kiosk.errors import ContentError, ContentFull, ContentRefused, ContentStopped, ContentUnfit, ContentUnreachable
from kiosk.hub.content.ceremony import replace_stick
from kiosk.hub.content.daily import sign_when_due
from kiosk.hub.content.keys import new_signer
from kiosk.hub.content.publish import offer, roll_back, stop
from kiosk.ports.content_updates import Source
from tests.fakes.publisher import NOW, Publisher, Taker, noise, notices


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path)


@pytest.fixture
def taker(tmp_path: Path, publisher: Publisher) -> Taker:
    return Taker(tmp_path / "kiosk", publisher.first_root)


def test_before_anything_is_installed_the_shipped_content_is_used(taker: Taker) -> None:
    assert taker.place.folders("notices") == ()
    (taker.starter / "notices").mkdir()
    assert taker.place.folders("notices") == (taker.starter / "notices",)
    assert taker.place.versions() == {}


def test_a_package_arrives_whole_and_the_next_version_replaces_it(publisher: Publisher, taker: Taker) -> None:
    publisher.publish(notices("早上好"))
    offered = taker.look(publisher.source)
    assert [(c.package, c.before, c.after, c.added) for c in offered.changes] == [("notes", 0, 1, 2)]
    assert offered.valid_until == NOW + timedelta(days=30)
    taker.take(publisher.source)
    assert "早上好".encode() in taker.read()
    assert taker.place.versions() == {"notices/notes": 1}
    publisher.publish(notices("晚上好"), version=2)
    changed = taker.take(publisher.source).changes[0]
    assert (changed.before, changed.after, changed.changed, changed.added) == (1, 2, 2, 0)
    assert "晚上好".encode() in taker.read()
    assert taker.take(publisher.source).changes == ()
    assert taker.heard[-1].done == taker.heard[-1].total


def test_only_what_changed_travels_and_the_rest_is_taken_from_here(publisher: Publisher, taker: Taker) -> None:
    files = {f"a{n}.svg": noise(n, 20_000) for n in range(10)}
    publisher.publish({"l.yaml": b"a: 1\n", **files}, kind="lessons", name="course")
    taker.take(publisher.source)
    publisher.publish({"l.yaml": b"a: 2\n", **files}, kind="lessons", name="course", version=2)
    assert taker.look(publisher.source).travels < 1_000
    for path in (publisher.public / "targets/lessons/files").iterdir():
        if path.stat().st_size == 20_000:
            path.unlink()  # nobody asks for them any more
    taker.take(publisher.source)
    assert taker.read("lessons", "l.yaml") == b"a: 2\n"
    assert taker.read("lessons", "a3.svg") == files["a3.svg"]


def test_a_file_that_rotted_here_is_fetched_anew(publisher: Publisher, taker: Taker) -> None:
    files = {"big.svg": noise(1, 5_000)}
    publisher.publish({"l.yaml": b"a: 1\n", **files}, kind="lessons", name="course")
    taker.take(publisher.source)
    (taker.place.folders("lessons")[0] / "big.svg").write_bytes(noise(2, 5_000))
    publisher.publish({"l.yaml": b"a: 2\n", **files}, kind="lessons", name="course", version=2)
    taker.take(publisher.source)
    assert taker.read("lessons", "big.svg") == files["big.svg"]


def test_pilot_kiosks_get_it_first_and_all_later(publisher: Publisher, taker: Taker, tmp_path: Path) -> None:
    pilot = Taker(tmp_path / "pilot", publisher.first_root, channel="pilot")
    publisher.publish(notices("一"))
    publisher.publish(notices("二"), version=2, channel="pilot")
    taker.take(publisher.source)
    pilot.take(publisher.source)
    assert (taker.place.versions(), pilot.place.versions()) == ({"notices/notes": 1}, {"notices/notes": 2})
    offer(publisher.folder, "notices", "notes", 2, "all", publisher.signed())
    taker.take(publisher.source)
    assert taker.place.versions() == {"notices/notes": 2}


def test_a_roll_back_returns_under_a_new_number(publisher: Publisher, taker: Taker) -> None:
    publisher.publish(notices("好"))
    publisher.publish(notices("坏"), version=2)
    taker.take(publisher.source)
    release = roll_back(publisher.folder, "notices", "notes", 1, "all", publisher.signed())
    assert release.manifest.version == 3
    taker.take(publisher.source)
    assert "好".encode() in taker.read()
    assert taker.place.versions() == {"notices/notes": 3}


def test_what_was_stopped_is_offered_to_nobody_and_stays_where_it_is(
    publisher: Publisher, taker: Taker, tmp_path: Path
) -> None:
    publisher.publish(notices("一"))
    taker.take(publisher.source)
    stop(publisher.folder, "notices", "notes", "all", publisher.signed())
    assert taker.take(publisher.source).changes == ()
    assert taker.place.versions() == {"notices/notes": 1}
    assert Taker(tmp_path / "new", publisher.first_root).look(publisher.source).changes == ()


def test_a_package_for_a_newer_program_waits(publisher: Publisher, taker: Taker) -> None:
    publisher.publish(notices("一"), least="9.0.0")
    offered = taker.take(publisher.source)
    assert (offered.changes, offered.too_new) == ((), ("notes",))


def test_expired_signatures_stop_updates_and_never_what_is_installed(publisher: Publisher, tmp_path: Path) -> None:
    publisher.publish(notices("一"))
    times = [NOW]
    taker = Taker(tmp_path / "kiosk", publisher.first_root, now=lambda: times[0])
    taker.take(publisher.source)
    publisher.publish(notices("二"), version=2)
    times[0] = NOW + timedelta(days=31)
    with pytest.raises(ContentRefused) as refused:
        taker.take(publisher.source)
    assert refused.value.message.key == "error.content_expired"
    assert "一".encode() in taker.read()
    assert taker.engine.examine()
    assert sign_when_due(publisher.folder, times[0])
    taker.take(publisher.source)
    assert "二".encode() in taker.read()


def test_a_clock_that_fell_back_does_not_make_old_signatures_good(publisher: Publisher, tmp_path: Path) -> None:
    """A dead battery clock says 2020: what was signed last counts as the time, so a frozen copy is still refused."""
    import shutil

    publisher.publish(notices("一"))
    times = [NOW]
    taker = Taker(tmp_path / "kiosk", publisher.first_root, now=lambda: times[0])
    frozen = Path(shutil.copytree(publisher.public, tmp_path / "frozen"))
    times[0] = NOW + timedelta(days=40)
    publisher.now = times[0]
    sign_when_due(publisher.folder, times[0])
    taker.take(publisher.source)
    times[0] = NOW.replace(year=2020)
    with pytest.raises(ContentRefused):
        taker.take(Source(file_url(frozen)))


def test_the_kiosks_corrected_time_counts_and_not_the_machines(publisher: Publisher, tmp_path: Path) -> None:
    """tuf would read the machine's clock; everything here is signed for a time of our own."""
    far = NOW.replace(year=2090)
    own = Publisher(tmp_path / "far", far)
    own.publish(notices("一"))
    assert Taker(tmp_path / "right", own.first_root, now=lambda: far).take(own.source).changes
    past = NOW.replace(year=2021)
    old = Publisher(tmp_path / "past", past)
    old.publish(notices("一"))
    assert Taker(tmp_path / "then", old.first_root, now=lambda: past).take(old.source).changes


def test_a_replaced_key_reaches_kiosks_and_the_lost_one_opens_nothing(publisher: Publisher, taker: Taker) -> None:
    publisher.publish(notices("一"))
    taker.take(publisher.source)
    lost, new = publisher.sticks[1], new_signer("stick-4")
    replace_stick(publisher.folder, "stick-2", new, [publisher.sticks[0], publisher.sticks[2]], publisher.now)
    publisher.sticks = [publisher.sticks[0], new, publisher.sticks[2]]
    publisher.publish({"cards/tea-money.yaml": _card()}, kind="policies", name="cards")
    taker.take(publisher.source)
    assert "policies/cards" in taker.place.versions()
    publisher.sticks[1] = lost
    with pytest.raises(ContentError, match="too few keys"):
        publisher.publish({"cards/tea-money.yaml": _card()}, kind="policies", name="cards", version=2)


def test_one_key_is_not_enough_for_policies_and_the_number_stays_free(publisher: Publisher) -> None:
    from kiosk.hub.content.publish import publish
    from tests.fakes.publisher import write_package

    folder = write_package(publisher.root / "one", {"cards/tea-money.yaml": _card()}, kind="policies", name="cards")
    for signers in ([publisher.sticks[0]], [publisher.administrator], [publisher.sticks[0]] * 2):
        with pytest.raises(ContentError, match="too few keys; 2 of these keys sign"):
            publish(publisher.folder, folder, "all", publisher.signed(signers))
    publish(publisher.folder, folder, "all", publisher.signed(publisher.sticks[:2]))


def test_a_used_number_is_refused_with_the_next_free_one(publisher: Publisher) -> None:
    publisher.publish(notices("一"))
    with pytest.raises(ContentError, match="write version: 2"):
        publisher.publish(notices("二"))


def test_what_fails_its_self_test_is_not_switched_to_and_not_tried_again(publisher: Publisher, taker: Taker) -> None:
    publisher.publish(notices("一"))
    taker.take(publisher.source)
    publisher.publish({"l.yaml": b"a: 1\n"}, kind="lessons", name="course")
    unfit = Taker(taker.place.folder.parent, publisher.first_root, means=_lessons_are_wrong)
    with pytest.raises(ContentUnfit):
        unfit.take(publisher.source)
    assert unfit.place.versions() == {"notices/notes": 1}
    assert unfit.take(publisher.source).changes == ()
    publisher.publish({"l.yaml": b"a: 2\n"}, kind="lessons", name="course", version=2)
    assert taker.take(publisher.source).changes[0].after == 2


def test_what_fails_after_the_switch_is_rolled_back_by_itself(publisher: Publisher, taker: Taker) -> None:
    publisher.publish(notices("一"))
    taker.take(publisher.source)
    publisher.publish(notices("二"), version=2)

    def cannot_open() -> None:
        assert taker.place.versions() == {"notices/notes": 2}  # it is after the switch
        raise ValueError("the reader stumbled")

    failing = Taker(taker.place.folder.parent, publisher.first_root, opens=cannot_open)
    with pytest.raises(ContentUnfit, match="stumbled"):
        failing.take(publisher.source)
    assert taker.place.versions() == {"notices/notes": 1}
    assert "一".encode() in taker.read()


def test_damage_found_later_goes_back_to_the_version_before_and_can_be_fetched_anew(
    publisher: Publisher, taker: Taker
) -> None:
    publisher.publish(notices("一"))
    taker.take(publisher.source)
    publisher.publish(notices("二"), version=2)
    taker.take(publisher.source)
    assert taker.engine.examine()
    (taker.place.folders("notices")[0] / "notices.yaml").unlink()
    assert not taker.engine.examine()
    assert "一".encode() in taker.read()
    taker.take(publisher.source)
    assert "二".encode() in taker.read()


def test_a_torn_pointer_counts_as_nothing_installed(publisher: Publisher, taker: Taker) -> None:
    publisher.publish(notices("一"))
    taker.take(publisher.source)
    for raw in (b"", b"{", b'{"format": 2}', b'{"format":1,"packages":[{"kind":"notices"}],"refused":[]}'):
        (taker.place.folder / "installed.json").write_bytes(raw)
        assert taker.place.folders("notices") == ()
        assert taker.place.versions() == {}
    assert taker.take(publisher.source).changes[0].before == 0


def test_a_stopped_transfer_goes_on_where_it_was(publisher: Publisher, taker: Taker) -> None:
    big = {f"b{n}.svg": noise(n, 300_000) for n in range(4)}
    publisher.publish({"l.yaml": b"a: 1\n", **big}, kind="lessons", name="course")
    asked = iter(range(10_000))
    with pytest.raises(ContentStopped):
        taker.take(publisher.source, lambda: next(asked) > 30)
    assert taker.place.versions() == {}
    begun = sum(path.stat().st_size for path in taker.place.folder.rglob("*") if path.is_file())
    assert begun > 300_000
    taker.take(publisher.source)
    assert taker.read("lessons", "b2.svg") == big["b2.svg"]
    assert not list(taker.place.folder.rglob(".stage-*"))


def test_two_updaters_at_once_are_one(publisher: Publisher, taker: Taker) -> None:
    publisher.publish(notices("一"))
    taker.place.folder.mkdir(parents=True, exist_ok=True)
    with (taker.place.folder / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(ContentError, match="under way"):
            taker.take(publisher.source)
    assert taker.take(publisher.source).changes


class Full(Disk):
    """No room after so many writes."""

    def __init__(self, writes: int) -> None:
        self._left = writes

    def write(self, path: Path, fd: int, at: int, piece: bytes) -> None:
        self._left -= 1
        if self._left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().write(path, fd, at, piece)


@pytest.mark.parametrize("writes", [0, 1])
def test_a_full_disk_is_told_and_the_old_goes_on(
    writes: int, publisher: Publisher, taker: Taker, tmp_path: Path
) -> None:
    publisher.publish(notices("一"))
    taker.take(publisher.source)
    publisher.publish(notices("二"), version=2)
    with pytest.raises(ContentFull):
        Taker(tmp_path / "kiosk", publisher.first_root, disk=Full(writes)).take(publisher.source)
    assert "一".encode() in taker.read()
    assert taker.take(publisher.source).changes[0].after == 2


def test_too_little_room_is_told_before_anything_is_fetched(publisher: Publisher, tmp_path: Path) -> None:
    class Small(Disk):
        def room(self, folder: Path) -> int:  # noqa: ARG002 - the disk's signature
            return 1_000

    publisher.publish(notices("一"))
    with pytest.raises(ContentFull, match="to fetch"):
        Taker(tmp_path / "kiosk", publisher.first_root, disk=Small()).take(publisher.source)


def test_nothing_there_is_unreachable_and_a_strange_root_is_refused(
    publisher: Publisher, taker: Taker, tmp_path: Path
) -> None:
    with pytest.raises(ContentUnreachable):
        taker.take(Source(file_url(tmp_path / "nowhere")))
    other = Publisher(tmp_path / "other")
    other.publish(notices("假"))
    with pytest.raises(ContentRefused):
        taker.take(other.source)


def test_without_a_root_nobody_is_trusted(publisher: Publisher, tmp_path: Path) -> None:
    publisher.publish(notices("一"))
    taker = Taker(tmp_path / "kiosk", None)
    with pytest.raises(ContentRefused, match="whose signature"):
        taker.take(publisher.source)
    own = Taker(tmp_path / "own", None, own=lambda: publisher.source.where)
    assert own.take(publisher.source).changes


def _card() -> bytes:
    from kiosk.bootstrap.content_means import EXAMPLES

    return (EXAMPLES / "policies/cards/tea-money.yaml").read_bytes()


def _lessons_are_wrong() -> object:
    from kiosk.content.package.check import Means
    from kiosk.content.policy.cards_reader import Fault

    return Means(others={"lessons": lambda folder: [Fault(str(folder), 1, "wrong", "mend it")]})
