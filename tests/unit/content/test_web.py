"""Content over a line: broken, resumed, without ranges, a login page; and the client that the public suite drives."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.adapters.content.catalogue import first_root
from kiosk.adapters.content.disk import Disk
from kiosk.errors import ContentNone, ContentRefused, ContentStopped, ContentUnreachable
from kiosk.ports.content_updates import Source
from tests.fakes.publisher import Publisher, Taker, noise, notices
from tests.fakes.web import Web

BIG = noise(5, 900_000)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path)
    made.publish({"l.yaml": b"a: 1\n", "big.svg": BIG}, kind="lessons", name="course")
    return made


@pytest.fixture
def taker(tmp_path: Path, publisher: Publisher) -> Taker:
    return Taker(tmp_path / "kiosk", publisher.first_root)


def bodies(web: Web) -> list[tuple[str, int]]:
    return [(path, first) for path, first in web.requests if "/files/" in path]


def test_it_arrives_over_http(publisher: Publisher, taker: Taker) -> None:
    with Web(publisher.public) as web:
        taker.take(Source(web.url))
        asked = len(web.requests)
        assert taker.take(Source(web.url)).changes == ()
        assert len(web.requests) - asked <= 10  # what is known is not asked for again
    assert taker.read("lessons", "big.svg") == BIG


def test_a_line_that_breaks_is_taken_up_where_it_broke(publisher: Publisher, taker: Taker) -> None:
    with Web(publisher.public) as web:
        taker.look(Source(web.url))
        web.break_after = 300_000
        taker.take(Source(web.url))
        begun = [first for _, first in bodies(web) if first]
    assert begun == [300_000, 600_000]
    assert taker.read("lessons", "big.svg") == BIG


def test_a_line_that_breaks_for_good_goes_on_at_the_next_update(publisher: Publisher, taker: Taker) -> None:
    with Web(publisher.public) as web:
        taker.look(Source(web.url))
        web.break_after = 0
        with pytest.raises(ContentUnreachable):
            taker.take(Source(web.url))
        web.break_after = 500_000
        stop = iter([False] * 6)
        with pytest.raises(ContentStopped):  # a person, somewhere within the file
            taker.take(Source(web.url), lambda: next(stop, True))
        web.break_after, before = None, web.sent
        taker.take(Source(web.url))
        assert taker.read("lessons", "big.svg") == BIG
        assert web.sent - before <= len(BIG) + 20_000


def test_a_server_without_ranges_sends_it_whole_again(publisher: Publisher, taker: Taker) -> None:
    with Web(publisher.public) as web:
        taker.look(Source(web.url))
        web.ranges, web.break_after = False, 400_000
        with pytest.raises(ContentUnreachable):  # the same bytes again and again are no progress
            taker.take(Source(web.url))
        assert len(bodies(web)) <= 12
        web.break_after = None
        taker.take(Source(web.url))
    assert taker.read("lessons", "big.svg") == BIG


def test_a_login_page_is_no_content_and_no_alarm(publisher: Publisher, taker: Taker) -> None:
    with Web(publisher.public) as web:
        web.page = b"<html>Please sign in to the Wi-Fi</html>"
        with pytest.raises((ContentUnreachable, ContentRefused)):
            taker.take(Source(web.url))
        web.page = None
        assert taker.take(Source(web.url)).changes


def test_nobody_there_is_unreachable(taker: Taker) -> None:
    with Web(taker.place.folder) as web:
        gone = web.url
    with pytest.raises(ContentUnreachable):
        taker.take(Source(gone))


@pytest.mark.parametrize("there", [True, False])
def test_a_hub_that_has_published_nothing_yet_is_no_fault(publisher: Publisher, tmp_path: Path, there: bool) -> None:
    folder = publisher.public if there else tmp_path
    with Web(folder) as web:
        if there:
            assert first_root(web.url, None, lambda: False, Disk()) == publisher.first_root
        else:
            with pytest.raises(ContentNone, match="nothing is published there yet"):
                first_root(web.url, None, lambda: False, Disk())


# ---- the client command for the public conformance suite ----


def client(folder: Path, *words: str) -> int:
    program = [sys.executable, "-m", "kiosk.bootstrap.conformance", "--metadata-dir", str(folder / "trust"), *words]
    return subprocess.run(program, check=False, capture_output=True, env=dict(os.environ), timeout=120).returncode


def test_the_client_command_speaks_as_the_public_suite_asks(tmp_path: Path) -> None:
    now = datetime.now(UTC)  # this program has no other clock than the machine's
    publisher = Publisher(tmp_path, now)
    publisher.publish(notices("一"))
    (tmp_path / "root.json").write_bytes(publisher.first_root)
    with Web(publisher.public) as web:
        there = ("--metadata-url", f"{web.url}/metadata")
        assert client(tmp_path, *there, "refresh") == 1  # nothing is trusted yet
        assert client(tmp_path, "init", str(tmp_path / "root.json")) == 0
        assert web.requests == []
        assert client(tmp_path, *there, "refresh") == 0
        assert {path.name for path in (tmp_path / "trust").glob("*.json")} == {
            "root.json", "timestamp.json", "snapshot.json", "targets.json",
        }  # fmt: skip
        wanted = (
            *there, "--target-name", "notices/channels/all.json", "--target-dir", str(tmp_path / "files"),
            "--target-base-url", f"{web.url}/targets", "download",
        )  # fmt: skip
        assert client(tmp_path, *wanted) == 0
        (saved,) = (tmp_path / "files").iterdir()
        assert b'"notes": 1' in saved.read_bytes()
        asked = sum("/channels/" in path for path, _ in web.requests)
        assert client(tmp_path, *wanted) == 0
        assert sum("/channels/" in path for path, _ in web.requests) == asked  # it is here already
        assert client(tmp_path, *(word.replace("all.json", "none.json") for word in wanted)) == 1
        stranger = Publisher(tmp_path / "stranger", now)
        web.folder = stranger.public
        assert client(tmp_path, *there, "refresh") == 1
