"""A second hub as a way out, over real sockets: joined with its own code, asked beside a dead first one, probed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials, load, save
from kiosk.adapters.ids import new_id
from kiosk.bootstrap.alarm_paths import hub_folder, other_hubs, probes
from kiosk.cli import run
from kiosk.config import Alarm, Kiosk, PathEntry, Settings
from kiosk.domain.request import Status, What
from kiosk.errors import KioskError, PathFailed
from kiosk.protocol.enrolment import EnrolmentCode
from kiosk.services.alarm import AlarmPhase
from kiosk.services.alarm.other_hubs import OtherHubs
from tests.fakes.hub import HubBook
from tests.fakes.hub_server import SECRET, HubServer
from tests.unit.services.test_alarm_lane import Bench, bench

__all__ = ["bench"]
SETTINGS = """[kiosk]
name = "一号机"
place = "一楼大厅"
centre_phone = "021-00000000"
state_dir = "{folder}"
[taxi.pickup]
name = "正门"
[[alarm.paths]]
name = "second-hub"
kind = "hub"
"""


@pytest.fixture
def second() -> Iterator[HubServer]:
    with ExitStack() as opened:
        server = HubServer(HubBook())
        opened.callback(server.close)
        yield server


def settings(folder: Path, url: str = "") -> Settings:
    return Settings(Kiosk(state_dir=folder), alarm=Alarm(paths=(PathEntry("second-hub", "hub", url=url),)))


def test_it_is_joined_with_its_own_code_beside_the_first(
    second: HubServer, tmp_path: Path, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"
    config = tmp_path / "settings.toml"
    config.write_text(SETTINGS.format(folder=state), "utf-8")
    code = EnrolmentCode(second.url, SECRET).encode()
    assert run(["enrol", code, "--path", "lamp", "--config", str(config)]) == 2
    assert 'no [[alarm.paths]] with name = "lamp"' in capsys.readouterr().err
    assert run(["enrol", code, "--path", "second-hub", "--config", str(config)]) == 0
    made = settings(state)
    assert load(state) is None, "the first hub's enrolment is another matter"
    assert load(hub_folder(made, "second-hub")) is not None

    bench.book.down = True
    lane = bench.start(hubs=OtherHubs(other_hubs(made), new_id))
    request_id = lane.press("home")
    assert bench.sees(lambda s: s.gone_out == ("hub",)).phase is AlarmPhase.UNANSWERED
    second.book.desk(request_id, What.ACCEPTED, Status.ACCEPTED, "李叔叔")
    assert bench.phase(AlarmPhase.ANSWERED).by == "李叔叔"
    second.book.desk(request_id, What.DONE, Status.DONE, "李叔叔")
    bench.phase(AlarmPhase.OVER)


def test_the_other_address_of_the_same_hub_takes_the_kiosks_own_enrolment(second: HubServer, tmp_path: Path) -> None:
    made = settings(tmp_path, second.url)
    (hub,) = other_hubs(made)
    ((name, probe),) = probes(made)
    assert name == hub.name == "second-hub"
    with pytest.raises(PathFailed, match="not enrolled"):
        probe()
    save(tmp_path, Credentials("http://127.0.0.1:9", "kiosk-1", "token"))
    probe()
    link = hub.link()
    assert isinstance(link, HubClient)
    assert link.channel == "kiosk-1"
    link.close()


def test_the_probe_says_that_nobody_is_there(second: HubServer, tmp_path: Path) -> None:
    made = settings(tmp_path)
    save(hub_folder(made, "second-hub"), Credentials(second.url, "kiosk-2", "token"))
    ((_, probe),) = probes(made)
    probe()
    second.close()
    with pytest.raises(KioskError):
        probe()
