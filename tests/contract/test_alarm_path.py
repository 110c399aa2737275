"""The alarm's ways beside the hub, with a real program and a real gateway on loopback (R4)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk.adapters.alarm_path import RelayPath, SmsPath, relay
from kiosk.bootstrap.alarm_paths import alarm_paths
from kiosk.config import Alarm, PathEntry, Settings
from kiosk.errors import PathFailed
from kiosk.ports.alarm_path import AlarmNote, PathStep

NOTE = AlarmNote("id-1", "一号机", "一楼大厅", 12, datetime(2026, 11, 20, 1, 30, tzinfo=UTC))
TO = ("021-00000000",)


def nothing(_step: PathStep) -> None: ...


def always() -> bool:
    return True


class Gateway(ThreadingHTTPServer):
    """Takes messages; `code` is its answer."""

    daemon_threads = True
    code = 202

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[str, str, str]] = []  # method, authorization, body

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/messages"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        self.server.taken.append((self.command, self.headers.get("authorization", ""), body))
        self.send_response(self.server.code)
        self.send_header("location", "http://127.0.0.1:1/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    do_OPTIONS = do_POST  # noqa: N815 - the name that http.server looks for

    def log_message(self, *_args: object) -> None: ...


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_relay_hears_number_and_place(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    RelayPath("lamp", ("sh", "-c", f'printf "%s|%s" "$1" "$2" > {heard}', "lamp")).send(NOTE, nothing, always)
    assert heard.read_text("utf-8") == "12|一楼大厅"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("sh", "-c", "exit 3"), "ended with 3"),
        (("/nowhere/lamp",), "cannot be started: FileNotFoundError"),
        (("sh", "-c", "exec sleep 60"), "no end within 0.3 s"),
    ],
)
def test_a_relay_that_does_not_switch_says_why(
    command: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "SECONDS", 0.3)
    with pytest.raises(PathFailed, match=why):
        RelayPath("lamp", command).send(NOTE, nothing, always)


def test_probing_a_relay_sounds_nothing(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    RelayPath("lamp", ("sh", "-c", f"touch {heard}")).probe()
    assert not heard.exists()
    with pytest.raises(PathFailed, match="no program"):
        RelayPath("lamp", ("/nowhere/lamp",)).probe()


def test_the_gateway_is_told_where_and_which_number_and_never_who(gateway: Gateway, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("0000\n", "utf-8")
    entry = PathEntry("duty", "sms", url=gateway.url, to=TO, token_file=token)
    (path,) = alarm_paths(Settings(alarm=Alarm(paths=(entry,))))
    path.probe()
    path.send(NOTE, nothing, always)
    (_, _, asked), (method, authorization, body) = gateway.taken
    assert asked == ""
    assert (method, authorization) == ("POST", "Bearer 0000")
    sent = json.loads(body)
    assert (sent["to"], sent["id"]) == (list(TO), "id-1")
    assert all(word in sent["text"] for word in ("紧急呼救", "12号", "一号机", "一楼大厅"))


@pytest.mark.parametrize("code", [302, 400, 401, 500])
def test_a_gateway_that_does_not_take_it_has_not_taken_it(gateway: Gateway, code: int) -> None:
    """R3: a captive portal's redirect is no yes."""
    gateway.code = code
    with pytest.raises(PathFailed, match=str(code)):
        SmsPath("duty", gateway.url, TO, str).send(NOTE, nothing, always)
    assert len(gateway.taken) == 1


def test_no_gateway_and_no_token_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(PathFailed, match="cannot be reached"):
        SmsPath("duty", "http://127.0.0.1:9/messages", TO, str).send(NOTE, nothing, always)
    with pytest.raises(PathFailed, match="cannot be read"):
        SmsPath("duty", "http://127.0.0.1:9/messages", TO, str, tmp_path / "none").probe()
