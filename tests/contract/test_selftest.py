"""`kiosk selftest` with what is really there: by hand, and as the program that the kiosk starts each morning."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kiosk.adapters.hub.calls import Calls
from kiosk.adapters.hub.credentials import Credentials, save
from kiosk.adapters.hub.selftests import tell
from kiosk.adapters.selftest import look
from kiosk.bootstrap.own import own_command
from kiosk.cli import run
from kiosk.domain.selftest import PARTS, Row, SelfTest
from kiosk.errors import HubError
from tests.fakes.hub import HubBook
from tests.fakes.hub_server import TOKEN, HubServer
from tests.fakes.requests import AT, new_id

SETTINGS = """[kiosk]
name = "一号机"
place = "一楼大厅"
centre_phone = "021-00000000"
state_dir = "{folder}"
[display]
fullscreen = false
[voice]
enabled = false
[taxi.pickup]
name = "正门"
[[alarm.paths]]
name = "lamp"
kind = "relay"
command = ["{lamp}"]
"""


def settings(folder: Path, lamp: str = "true") -> Path:
    path = folder / "settings.toml"
    path.write_text(SETTINGS.format(folder=folder / "state", lamp=lamp), "utf-8")
    return path


def by_hand(config: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Row]]:
    with pytest.raises(SystemExit) as ended:
        sys.exit(run(["selftest", "--json", "--config", str(config)]))
    told = json.loads(capsys.readouterr().out)
    rows = {" ".join(filter(None, (row["part"], row["name"]))): Row(**row) for row in told["rows"]}
    assert told["red"] == any(not row.ok for row in rows.values())
    return int(str(ended.value.code or 0)), rows


def test_by_hand_it_says_what_is_red_and_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = HubServer(HubBook())
    code, rows = by_hand(settings(tmp_path, "/nowhere/lamp"), capsys)
    assert code == 1
    assert (rows["hub"].detail, rows["path lamp"].detail) == ("not enrolled", "no program /nowhere/lamp")
    assert all(rows[part].ok for part in ("disk", "journal", "database", "printer"))
    save(tmp_path / "state", Credentials(server.url, "kiosk-1", TOKEN))
    code, rows = by_hand(settings(tmp_path), capsys)
    assert rows["hub"].ok
    assert rows["path lamp"].ok
    assert {row.part for row in rows.values()} <= set(PARTS)
    server.close()
    code, rows = by_hand(settings(tmp_path), capsys)
    assert (code, rows["hub"].ok, "clock" in rows) == (1, False, False)
    assert not (tmp_path / "state" / "selftest.json").exists(), "by hand nothing is remembered or told"


def test_the_kiosk_starts_it_as_a_program_of_its_own(tmp_path: Path) -> None:
    rows = look(own_command("selftest", settings(tmp_path), "--json"))
    assert Row("path", ok=True, name="lamp") in rows
    with pytest.raises(ValueError, match="Expecting value"):
        look([sys.executable, "-c", "print('what?')"])


def test_telling_raises_ours_only(tmp_path: Path) -> None:
    server = HubServer(HubBook())
    calls = Calls(lambda: Credentials(server.url, "kiosk-1", TOKEN))
    server.close()
    with pytest.raises(HubError):
        tell(calls, SelfTest(new_id(), AT, (Row("hub", ok=True),)))
    calls.close()
