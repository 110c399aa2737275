"""S9: every attack that The Update Framework names (specification, section 1.5.2), one row each.

In every row an old version is installed, the attacker does what the name says, the kiosk refuses or sees nothing new,
the old content is still read; and the honest publisher reaches the kiosk afterwards.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import SlowRetrievalError
from tuf.api.metadata import Metadata, MetaFile, TargetFile

from kiosk.adapters.content.disk import Disk
from kiosk.adapters.content.fetcher import Fetcher, file_url
from kiosk.content.package.channels import channel_target, file_target, release_target, write_channel
from kiosk.content.package.release import File, read_release, write_release
from kiosk.errors import ContentError, ContentRefused, ContentUnreachable
from kiosk.hub.content.ceremony import replace_hub
from kiosk.hub.content.daily import sign_when_due
from kiosk.hub.content.keys import hub_signer, new_signer
from kiosk.hub.content.repository import load
from kiosk.ports.content_updates import Source
from tests.fakes.publisher import NOW, Publisher, Taker, notices


class Attacked:
    """A publisher, a kiosk with version 1, and a mirror in the attacker's hands: a copy to do harm to."""

    def __init__(self, folder: Path) -> None:
        self.publisher = Publisher(folder)
        self.publisher.publish(notices("真的一"))
        self.time = NOW
        self.hub_robbed = False
        self.kiosk = Taker(folder / "kiosk", self.publisher.first_root, now=lambda: self.time)
        self.kiosk.take(self.publisher.source)
        self.old = Path(shutil.copytree(self.publisher.public, folder / "old"))
        self.publisher.publish(notices("真的二"), version=2)
        self.mirror = Path(shutil.copytree(self.publisher.public, folder / "mirror"))

    @property
    def state(self) -> Any:
        return load(self.publisher.folder)

    def stolen_hub(self) -> dict[str, CryptoSigner]:
        return {name: hub_signer(self.publisher.folder.private, name) for name in ("snapshot", "timestamp")}

    def refused(self, source: Path | None = None) -> None:
        with pytest.raises((ContentRefused, ContentUnreachable)):
            self.kiosk.take(Source(file_url(source or self.mirror)))

    def target(self, path: str) -> Path:
        info = self.state.roles[path.partition("/")[0]].targets[path]
        return self.mirror / "targets" / path.rpartition("/")[0] / f"{info.hashes['sha256']}.{path.rpartition('/')[2]}"

    def notice_file(self) -> Path:
        release = read_release(self.target(release_target("notices", "notes", 2)).read_bytes())
        return self.target(file_target("notices", release.by_path()["notices.yaml"].sha256))

    def put(self, path: str, raw: bytes, role: Any) -> None:
        """A target of the attacker's into a role's metadata and onto the mirror."""
        made = TargetFile.from_data(path, raw, ["sha256"])
        role.targets[path] = made
        at = self.mirror / "targets" / path.rpartition("/")[0] / f"{made.hashes['sha256']}.{path.rpartition('/')[2]}"
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(raw)

    def sign(self, kind: str, role: Any, signers: Sequence[CryptoSigner], *, jump: int = 1) -> None:
        """Onto the mirror: this role by these keys, then snapshot and timestamp by the hub's stolen ones."""
        role.version += 1
        raw = signed(role, signers)
        (self.mirror / f"metadata/{role.version}.{kind}.json").write_bytes(raw)
        self.online({f"{kind}.json": MetaFile.from_data(role.version, raw, ["sha256"])}, jump=jump)

    def online(self, metas: dict[str, MetaFile], *, jump: int = 1) -> None:
        keys, state = self.stolen_hub(), self.state
        self.hub_robbed = True
        snapshot, timestamp = state.snapshot, state.timestamp
        snapshot.meta |= metas
        snapshot.version += jump
        raw = signed(snapshot, [keys["snapshot"]])
        (self.mirror / f"metadata/{snapshot.version}.snapshot.json").write_bytes(raw)
        timestamp.version += jump
        timestamp.snapshot_meta = MetaFile.from_data(snapshot.version, raw, ["sha256"])
        (self.mirror / "metadata/timestamp.json").write_bytes(signed(timestamp, [keys["timestamp"]]))


def signed(role: Any, signers: Sequence[CryptoSigner]) -> bytes:
    made: Metadata[Any] = Metadata(role)
    for signer in signers:
        made.sign(signer, append=True)
    return made.to_bytes()


def arbitrary_software(a: Attacked) -> None:
    file = a.notice_file()
    file.write_bytes(file.read_bytes().replace("真的二".encode(), "假的二".encode()))
    a.refused()


def arbitrary_software_signed_by_a_stranger(a: Attacked) -> None:
    role = a.state.roles["notices"]
    a.put(channel_target("notices", "all"), write_channel("notices", "all", {"notes": 9}), role)
    a.sign("notices", role, [new_signer("administrator")])
    a.refused()


def endless_data(a: Attacked) -> None:
    """A file longer than was signed, and lists without end: no more is read than may be."""
    file = a.notice_file()
    with file.open("ab") as more:
        more.truncate(10_000_000_000)  # sparse: 10 GB of zeros
    a.refused()
    assert sum(path.stat().st_size for path in a.kiosk.place.folder.rglob("*") if path.is_file()) < 100_000
    for name in ("timestamp.json", f"{a.state.root.version + 1}.root.json"):
        with (a.mirror / "metadata" / name).open("ab") as more:
            more.truncate(10_000_000_000)
        a.refused()


def extraneous_dependencies(a: Attacked) -> None:
    """The administrator's key is stolen: it brings a package of another kind, or a file that nobody signed for it."""
    role = a.state.roles["notices"]
    listed = read_release(a.target(release_target("notices", "notes", 2)).read_bytes())
    extra = File("more.yaml", 3, "0" * 64)
    raw = write_release(type(listed)(listed.manifest, (*listed.files, extra)))
    a.put(release_target("notices", "notes", 2), raw, role)
    a.put(channel_target("policies", "all"), write_channel("policies", "all", {"fake": 1}), role)
    a.sign("notices", role, [a.publisher.administrator])
    a.refused()
    assert "policies/fake" not in a.kiosk.place.versions()


def fast_forward(a: Attacked) -> None:
    """The hub's keys are stolen and its numbers driven to the end; new keys for the hub bring kiosks back."""
    a.online({}, jump=10**9)
    a.kiosk.look(Source(file_url(a.mirror)))
    with pytest.raises(ContentRefused):
        a.kiosk.take(a.publisher.source)


def indefinite_freeze(a: Attacked) -> None:
    a.time = NOW + timedelta(days=31)
    a.refused(a.old)
    a.refused()
    a.publisher.now = a.time
    assert sign_when_due(a.publisher.folder, a.time)


def malicious_mirrors(a: Attacked) -> None:
    """Whatever of a mirror's files is cut, emptied, missing or something else: refused; never half of it."""
    for path in sorted(path for path in a.mirror.rglob("*") if path.is_file() and "1.root" not in path.name):
        whole = path.read_bytes()
        for raw in (b"", whole[: len(whole) // 2], b"<html>please sign in</html>", whole[::-1]):
            path.write_bytes(raw)
            fresh = Taker(a.publisher.root / "fresh", a.publisher.first_root)
            try:
                offer = fresh.take(Source(file_url(a.mirror)))
            except ContentError:
                assert fresh.place.versions() == {}
            else:  # it was not one of the files that count
                assert [change.after for change in offer.changes] == [2]
                assert "真的二".encode() in fresh.read()
            shutil.rmtree(a.publisher.root / "fresh")
        path.write_bytes(whole)


def mix_and_match(a: Attacked) -> None:
    """Lists of different times put together: an older list under the newer one's number."""
    state = a.state
    last = state.snapshot.version
    shutil.copy(a.mirror / f"metadata/{last - 1}.snapshot.json", a.mirror / f"metadata/{last}.snapshot.json")
    a.refused()
    shutil.rmtree(a.mirror)
    shutil.copytree(a.publisher.public, a.mirror)
    version = state.roles["notices"].version
    older = (a.mirror / f"metadata/{version - 1}.notices.json").read_bytes()
    (a.mirror / f"metadata/{version}.notices.json").write_bytes(older)
    a.refused()


def rollback(a: Attacked) -> None:
    a.kiosk.look(a.publisher.source)
    a.refused(a.old)
    a.online({}, jump=-1)  # even with the hub's keys
    a.refused()


def rollback_by_who_may_publish(a: Attacked) -> None:
    """The administrator's stolen key names an older version again: kiosks never go back to a lower number."""
    a.kiosk.take(a.publisher.source)
    role = a.state.roles["notices"]
    a.put(channel_target("notices", "all"), write_channel("notices", "all", {"notes": 1}), role)
    a.sign("notices", role, [a.publisher.administrator])
    assert a.kiosk.take(Source(file_url(a.mirror))).changes == ()
    assert a.kiosk.place.versions() == {"notices/notes": 2}


def key_compromise(a: Attacked) -> None:
    """One key alone opens little: the hub's no content, the administrator's no policies, one stick nothing."""
    hub = a.stolen_hub()
    for signers in (list(hub.values()), [a.publisher.sticks[0]], [a.publisher.administrator]):
        role = a.state.roles["policies"]
        a.put(channel_target("policies", "all"), write_channel("policies", "all", {"cards": 1}), role)
        a.sign("policies", role, signers)
        a.refused()
    role = a.state.roles["notices"]
    a.put(channel_target("notices", "all"), write_channel("notices", "all", {"notes": 5}), role)
    a.sign("notices", role, list(hub.values()))
    a.refused()


def wrong_software(a: Attacked) -> None:
    """A package that was signed, under the name of another."""
    a.publisher.publish(notices("别的"), name="other")
    shutil.rmtree(a.mirror)
    shutil.copytree(a.publisher.public, a.mirror)
    role = a.state.roles["notices"]
    raw = a.target(release_target("notices", "other", 1)).read_bytes()
    a.put(release_target("notices", "notes", 2), raw, role)
    a.sign("notices", role, [a.publisher.administrator])
    a.refused()


ATTACKS: tuple[Callable[[Attacked], None], ...] = (
    arbitrary_software,
    arbitrary_software_signed_by_a_stranger,
    endless_data,
    extraneous_dependencies,
    fast_forward,
    indefinite_freeze,
    malicious_mirrors,
    mix_and_match,
    rollback,
    rollback_by_who_may_publish,
    key_compromise,
    wrong_software,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_s9_an_attack_changes_nothing_and_does_not_last(attack: Callable[[Attacked], None], tmp_path: Path) -> None:
    attacked = Attacked(tmp_path)
    before = attacked.kiosk.read()
    attack(attacked)
    if attacked.hub_robbed:
        replace_hub(attacked.publisher.folder, attacked.publisher.sticks[:2], attacked.publisher.now)
    assert attacked.kiosk.read() == before or attack is rollback_by_who_may_publish
    assert attacked.kiosk.engine.examine()
    attacked.kiosk.take(attacked.publisher.source)
    assert attacked.kiosk.place.versions()["notices/notes"] >= 2
    assert "真的".encode() in attacked.kiosk.read()


def test_s9_slow_retrieval_is_given_up_and_goes_on_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte every twenty seconds: after a minute it is let go; what came is kept."""
    times = iter(range(0, 100_000, 20))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(times)))
    monkeypatch.setattr(Fetcher, "_ask", lambda self, _url, have: (have, self._watched(_drip())))
    slow = Fetcher(None, lambda: False, Disk())
    with pytest.raises(SlowRetrievalError):
        slow.gather("https://127.0.0.1/x", tmp_path / "part", 10_000, lambda _: None)
    assert 0 < (tmp_path / "part").stat().st_size < 10


def _drip() -> Iterator[bytes]:
    while True:
        yield b"x"


def test_s9_the_rows_are_those_that_the_framework_names() -> None:
    named = {"arbitrary_software", "endless_data", "extraneous_dependencies", "fast_forward", "indefinite_freeze",
             "malicious_mirrors", "mix_and_match", "rollback", "key_compromise", "wrong_software"}  # fmt: skip
    assert named <= {attack.__name__ for attack in ATTACKS}


@pytest.mark.parametrize("raw", [b"[]", b"null", b"3", b'{"signed": 1}', b'{"a":' * 5_000, b"\xff\xfe", b"0" * 70_000])
def test_nonsense_instead_of_a_list_is_told_in_words(raw: bytes, tmp_path: Path) -> None:
    attacked = Attacked(tmp_path)
    for path in sorted((attacked.mirror / "metadata").iterdir()):
        path.write_bytes(raw)
    attacked.refused()


def test_a_signed_list_that_is_no_list_is_refused(tmp_path: Path) -> None:
    """Who may sign may still be somebody who means harm."""
    attacked = Attacked(tmp_path)
    for raw in (b"{}", json.dumps({"format": 1}).encode(), b"[" * 50_000):
        role = attacked.state.roles["notices"]
        attacked.put(release_target("notices", "notes", 2), raw, role)
        attacked.sign("notices", role, [attacked.publisher.administrator])
        attacked.refused()
