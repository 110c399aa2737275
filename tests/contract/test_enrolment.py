"""Joining a hub (S5): the code's hash decides whom we trust, before anything secret is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.adapters.enrolment import enrol
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import load
from kiosk.errors import HubRefused, HubUnreachable
from kiosk.ports.hub import Beat
from kiosk.protocol.enrolment import EnrolmentCode, ca_fingerprint
from tests.fakes import certificates
from tests.fakes.hub import HubBook
from tests.fakes.hub_server import SECRET, HubServer
from tests.fakes.requests import AT


@dataclass
class Joining:
    server: HubServer
    code: EnrolmentCode


@pytest.fixture(params=["http", "https"])
def joining(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Joining]:
    if request.param == "https":
        made = certificates.make(tmp_path)
        server = HubServer(HubBook(), made.context, made.ca_pem)
        code = EnrolmentCode(server.url, SECRET, ca_fingerprint(made.ca_pem))
    else:
        server = HubServer(HubBook())
        code = EnrolmentCode(server.url, SECRET)
    yield Joining(server, code)
    server.close()


def test_one_code_joins_and_what_it_gave_works(joining: Joining, tmp_path: Path) -> None:
    state = tmp_path / "state"
    joined = enrol(joining.code.encode(), state, name="一号机", place="一楼大厅")
    assert (joined.kiosk_id, joined.hub_name, joined.hub_url) == ("kiosk-1", "测试站", joining.server.url)
    assert joined.ca_pem == joining.server.ca_pem
    assert load(state) == joined
    client = HubClient(lambda: load(state))
    assert client.beat(Beat(AT)).presence == joining.server.book.presence
    client.close()


def test_a_code_works_once_and_a_second_try_keeps_the_first(joining: Joining, tmp_path: Path) -> None:
    joined = enrol(joining.code.encode(), tmp_path, name="一号机")
    with pytest.raises(HubRefused) as used:
        enrol(joining.code.encode(), tmp_path, name="一号机")
    assert used.value.code == "code_used"
    assert load(tmp_path) == joined


def test_a_code_of_another_hub_is_refused(joining: Joining, tmp_path: Path) -> None:
    other = EnrolmentCode(joining.code.url, "x" * 22, joining.code.ca_sha256)
    with pytest.raises(HubRefused) as refused:
        enrol(other.encode(), tmp_path, name="一号机")
    assert refused.value.code == "unauthorised"
    assert load(tmp_path) is None


@pytest.mark.parametrize("code", ["", "hello", "0000-0000", "I" * 700])
def test_a_mistyped_code_asks_nobody(code: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="code"):
        enrol(code, tmp_path, name="一号机")


def test_a_stranger_between_us_learns_nothing(tmp_path: Path) -> None:
    """Somebody answers at the hub's address with an authority of their own: the secret is never sent."""
    hub, stranger = certificates.make(tmp_path), certificates.make(tmp_path)
    server = HubServer(HubBook(), stranger.context, stranger.ca_pem)
    with pytest.raises(HubRefused) as refused:
        enrol(EnrolmentCode(server.url, SECRET, ca_fingerprint(hub.ca_pem)).encode(), tmp_path, name="一号机")
    assert refused.value.code == "stranger"
    assert not server.enrolled
    assert load(tmp_path) is None
    server.close()


def test_a_stranger_who_hands_out_the_right_authority_learns_nothing(tmp_path: Path) -> None:
    """Anybody may know the hub's authority; only the hub has a certificate by it."""
    hub, stranger = certificates.make(tmp_path), certificates.make(tmp_path)
    server = HubServer(HubBook(), stranger.context, hub.ca_pem)
    with pytest.raises(HubUnreachable):
        enrol(EnrolmentCode(server.url, SECRET, ca_fingerprint(hub.ca_pem)).encode(), tmp_path, name="一号机")
    assert not server.enrolled
    server.close()


@pytest.mark.parametrize("label", ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"])
def test_a_stranger_who_hands_out_the_right_authority_and_their_own_learns_nothing(tmp_path: Path, label: str) -> None:
    """The hash vouches for one certificate: a second one that comes along must not be trusted beside it."""
    hub, stranger = certificates.make(tmp_path), certificates.make(tmp_path, authority="a stranger's CA")
    both = hub.ca_pem + stranger.ca_pem.replace(" CERTIFICATE", f" {label}")
    server = HubServer(HubBook(), stranger.context, both)
    with pytest.raises(HubUnreachable):
        enrol(EnrolmentCode(server.url, SECRET, ca_fingerprint(hub.ca_pem)).encode(), tmp_path, name="一号机")
    assert not server.enrolled
    server.close()


def test_a_code_for_a_hub_without_tls_elsewhere_asks_nobody(tmp_path: Path) -> None:
    """The token would be said in the open."""
    with pytest.raises(ValueError, match="this machine only"):
        enrol(EnrolmentCode("http://192.0.2.7:8443", SECRET).encode(), tmp_path, name="一号机")


@pytest.mark.parametrize("pem", ["", "no certificate", "x" * 100_000])
def test_an_authority_that_is_none_is_a_stranger(tmp_path: Path, pem: str) -> None:
    made = certificates.make(tmp_path)
    with ExitStack() as stack:
        server = HubServer(HubBook(), made.context, pem)
        stack.callback(server.close)
        with pytest.raises((HubRefused, HubUnreachable)):
            enrol(EnrolmentCode(server.url, SECRET, ca_fingerprint(made.ca_pem)).encode(), tmp_path, name="一号机")
        assert not server.enrolled


def test_nobody_there(tmp_path: Path) -> None:
    server = HubServer(HubBook())
    server.close()
    for ca_sha256 in ("", "ab" * 32):
        url = server.url if not ca_sha256 else server.url.replace("http", "https")
        with pytest.raises(HubUnreachable):
            enrol(EnrolmentCode(url, SECRET, ca_sha256).encode(), tmp_path, name="一号机")
    assert load(tmp_path) is None


def test_credentials_that_cannot_be_kept_are_told(joining: Joining, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(OSError, match="directory"):
        enrol(joining.code.encode(), blocked / "state", name="一号机")
