"""What is published: served under /content with ranges, signed anew every day by one of several hubs, warned about."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tuf.api.metadata import Metadata, Timestamp

from kiosk.errors import ContentError
from kiosk.hub.content.ceremony import renew
from kiosk.hub.content.daily import sign_when_due
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.history import history
from kiosk.hub.content.publish import KEPT, next_version, published
from kiosk.hub.content.served import serve
from kiosk.hub.content.status import status
from tests.fakes.publisher import BY, NOW, Publisher, notices


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path)
    made.publish(notices("一"))
    return made


@pytest.fixture
def web(publisher: Publisher) -> TestClient:
    app = FastAPI()
    serve(app, publisher.folder)
    return TestClient(app)


def timestamp(folder: Folder) -> int:
    return Metadata[Timestamp].from_file(str(folder.metadata / "timestamp.json")).signed.version


def test_published_files_are_served_with_ranges_and_the_right_life(publisher: Publisher, web: TestClient) -> None:
    newest = web.get("/content/metadata/timestamp.json")
    assert newest.status_code == 200
    assert newest.headers["cache-control"] == "no-cache"
    file = next(iter(sorted((publisher.public / "targets/notices/files").iterdir())))
    part = web.get(f"/content/targets/notices/files/{file.name}", headers={"range": "bytes=5-"})
    assert (part.status_code, part.content) == (206, file.read_bytes()[5:])
    assert "immutable" in part.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["/content/private/timestamp.key", "/content/../private/timestamp.key", "/content/%2e%2e/private/timestamp.key",
     "/content/metadata/.timestamp.json.1", "/content/metadata", "/content/metadata/9.root.json"],
)  # fmt: skip
def test_nothing_else_is_served(path: str, publisher: Publisher, web: TestClient) -> None:
    (publisher.folder.metadata / ".timestamp.json.1").write_text("half")
    assert web.get(path).status_code == 404


def test_snapshot_and_timestamp_are_signed_anew_every_day_and_no_oftener(publisher: Publisher) -> None:
    before = timestamp(publisher.folder)
    assert not sign_when_due(publisher.folder, NOW + timedelta(hours=1))
    assert sign_when_due(publisher.folder, NOW + timedelta(hours=21))
    assert not sign_when_due(publisher.folder, NOW + timedelta(hours=22))
    assert timestamp(publisher.folder) == before + 1
    assert sign_when_due(publisher.folder, NOW - timedelta(days=400))  # a clock that was set back
    assert not sign_when_due(Folder(publisher.root / "none"), NOW)


def test_of_several_hubs_one_signs(publisher: Publisher) -> None:
    before, done = timestamp(publisher.folder), []
    later = NOW + timedelta(days=1)
    hubs = [
        threading.Thread(target=lambda: done.append(sign_when_due(Folder(publisher.folder.root), later)))
        for _ in range(4)
    ]
    for hub in hubs:
        hub.start()
    for hub in hubs:
        hub.join()
    assert sorted(done) == [False, False, False, True]
    assert timestamp(publisher.folder) == before + 1


def test_a_person_is_warned_sixty_days_before_and_renews(publisher: Publisher) -> None:
    def soon(days: int) -> set[str]:
        return {role.role for role in status(publisher.folder, NOW + timedelta(days=days)).warnings} - {
            "snapshot",
            "timestamp",
        }

    assert soon(300) == set()
    assert soon(306) == {"lessons", "voices", "directory", "notices"}
    assert soon(3 * 365 - 59) >= {"root", "targets", "policies", "first-aid"}
    renew(publisher.folder, [publisher.administrator], NOW + timedelta(days=306))
    assert soon(306) == set()


def test_the_history_says_who_did_what(publisher: Publisher) -> None:
    (entry,) = history(publisher.folder)
    assert (entry.by, entry.what, entry.package, entry.version, entry.channel) == (BY, "published", "notes", 1, "all")
    with (publisher.folder.private / "history.jsonl").open("a") as torn:
        torn.write('{"at": "2026')
    assert len(history(publisher.folder)) == 1


def test_versions_are_kept_to_roll_back_to_and_older_ones_go(publisher: Publisher) -> None:
    for version in range(2, KEPT + 3):
        publisher.publish(notices(f"第{version}"), version=version)
    assert next_version(publisher.folder, "notices", "notes") == KEPT + 3
    published(publisher.folder, "notices", "notes", 3)
    with pytest.raises(ContentError, match="no version 2"):
        published(publisher.folder, "notices", "notes", 2)


def test_a_damaged_folder_is_told_and_signs_nothing(publisher: Publisher) -> None:
    (publisher.folder.metadata / "timestamp.json").write_bytes(b"{}")
    with pytest.raises(ContentError, match="put back what was saved"):
        sign_when_due(publisher.folder, NOW + timedelta(days=1))


def test_a_cut_before_the_last_file_leaves_the_old_state_in_force(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written before timestamp.json is used by nobody; the next publishing writes it again."""
    from kiosk.hub.content import folder as folder_module
    from kiosk.hub.content import repository

    real = folder_module.put

    def dies(path: Path, content: bytes) -> None:
        if path.name == "timestamp.json":
            raise KeyboardInterrupt
        real(path, content)

    monkeypatch.setattr(repository, "put", dies)
    with pytest.raises(KeyboardInterrupt):
        publisher.publish(notices("二"), version=2)
    monkeypatch.setattr(repository, "put", real)
    named = {one.version for one in status(publisher.folder, NOW).packages}
    assert named == {1}
    publisher.publish(notices("三"), version=next_version(publisher.folder, "notices", "notes"))
    assert {one.version for one in status(publisher.folder, NOW).packages} == {3}
