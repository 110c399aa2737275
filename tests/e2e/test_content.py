"""From the studio to kiosks: edited, to the pilot, refused by a kiosk's self-test, mended, and by stick without a line.

The hub is served on loopback and edited through its forms; each kiosk is a program of its own with its own folder.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from kiosk.hub.content.ceremony import hold
from kiosk.hub.content.keys import lock, new_signer
from kiosk.hub.content.publish import Signed, publish
from tests.e2e.house import House
from tests.fakes.publisher import write_package
from tests.hub.desk.running import RunningDesk, running

PASSPHRASE = "three birds and a pond"
LESSON = "volume.yaml"
OLD, NEW = "请按一下上面的“大声”。", "请按上面的“大声”键。"


class Desk:
    """An administrator's browser at the studio of a hub whose ceremony was held."""

    def __init__(self, desk: RunningDesk, folder: Path) -> None:
        self.hub = desk.hub
        self.administrator = new_signer("administrator")
        hold(self.hub.content, [new_signer(f"stick-{n}") for n in (1, 2, 3)], self.administrator, self.hub.clock.now())
        lock(self.administrator, PASSPHRASE, folder / "keys" / "administrator.key", cost=2**10)
        self.http = httpx.Client(base_url=desk.url, follow_redirects=True, timeout=60)
        self.csrf = ""
        self.get(desk.way_in(desk.staff("wang", "王阿姨", "administrator")))

    def get(self, path: str) -> str:
        answer = self.http.get(path)
        assert answer.status_code == 200, answer.text
        self.csrf = re.findall(r'data-csrf="([^"]*)"', answer.text)[0]
        return answer.text

    def post(self, path: str, **fields: str) -> None:
        answer = self.http.post(f"/desk/studio/lessons/{path}", data={"csrf": self.csrf, **fields})
        assert answer.status_code == 200, answer.text

    def stamp(self, page: str) -> str:
        return str(re.findall(r'name="stamp" value="(\w+)"', self.get(f"/desk/studio/lessons/{page}"))[0])

    def replace(self, file: str, old: str, new: str) -> None:
        """As somebody types it into the file's own form."""
        text = self.hub.studio.read("lessons", file)[0].decode().replace(old, new)
        self.post(f"save/{file}", stamp=self.stamp(f"files/{file}"), text=text)

    def publish(self) -> None:
        keyid = self.administrator.public_key.keyid
        self.post("publish", stamp=self.stamp("changes"), key1=keyid, pass1=PASSPHRASE)


class Kiosk:
    """A kiosk's own folder, and its program: no network but loopback, no hub of its own."""

    def __init__(self, folder: Path, root: Path) -> None:
        folder.mkdir()
        self.house, self.root = House(folder, content_channel="pilot"), root

    def install(self, source: str) -> subprocess.CompletedProcess[str]:
        return self._run("install", source, "--root", str(self.root))

    def versions(self) -> dict[str, Any]:
        return dict(json.loads(self._run("status").stdout)["installed"])

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kiosk", "content", *words, "--config", str(self.house.config), "--json"]
        return subprocess.run(command, env=self.house.environ, capture_output=True, text=True, check=False)

    def says(self, text: str) -> bool:
        return any(text in file.read_text("utf-8") for file in self.house.kiosk_folder.rglob(LESSON))


def test_from_the_studio_to_kiosks_refused_mended_and_by_stick(tmp_path: Path) -> None:
    with running(tmp_path / "hub") as served:
        desk = Desk(served, tmp_path / "hub")
        root = desk.hub.content.metadata / "1.root.json"
        online = Kiosk(tmp_path / "online", root)
        beside(desk, tmp_path)
        desk.publish()
        assert online.install(f"{served.url}/content").returncode == 0
        assert online.versions() == {"lessons/lessons": 1, "lessons/more": 1}

        # the course calls the lesson otherwise; the quarter's own package, which this kiosk has too, does not
        desk.replace("course.yaml", "title: 声音大一点", "title: 声音调大")
        desk.replace(LESSON, "title: 声音大一点", "title: 声音调大")
        desk.publish()
        refused = online.install(f"{served.url}/content")
        assert refused.returncode == 1, refused.stdout
        assert online.versions() == {"lessons/lessons": 1, "lessons/more": 1}

        # mended in the studio, with the new sentence, under the next number
        desk.replace("course.yaml", "title: 声音调大", "title: 声音大一点")
        desk.replace(LESSON, "title: 声音调大", "title: 声音大一点")
        address = f"lessons/{LESSON}?at=step-2"
        desk.post(address, stamp=desk.stamp(address), **{"parts.0.steps.1.say": NEW})
        desk.publish()
        assert online.install(f"{served.url}/content").returncode == 0
        assert online.versions()["lessons/lessons"] == 3
        assert online.says(NEW)
        shutil.copytree(desk.hub.content.public, tmp_path / "stick" / "silver-key")

    alone = Kiosk(tmp_path / "alone", tmp_path / "stick" / "silver-key" / "metadata" / "1.root.json")
    done = alone.install(str(tmp_path / "stick"))
    assert done.returncode == 0, done.stderr
    assert alone.versions() == {"lessons/lessons": 3, "lessons/more": 1}
    assert alone.says(NEW)


def beside(desk: Desk, folder: Path) -> None:
    """A second package of lessons, which renews one of the first."""
    raw = desk.hub.studio.read("lessons", LESSON)[0]
    package = write_package(folder / "more", {LESSON: raw}, name="more")
    publish(desk.hub.content, package, "pilot", Signed([desk.administrator], "王阿姨", desk.hub.clock.now()))
