"""From the studio to kiosks: edited, to the pilot, refused by a kiosk's self-test, mended, and by stick without a line.

The hub is served on loopback and edited through its forms; each kiosk is a process that runs throughout and is tapped.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import httpx

from kiosk.hub.content.ceremony import hold
from kiosk.hub.content.keys import lock, new_signer
from kiosk.hub.content.publish import Signed, publish
from tests.e2e.house import House, house
from tests.fakes.publisher import write_package
from tests.hub.desk.running import RunningDesk, running
from tests.waiting import until

PASSPHRASE = "three birds and a pond"
LESSON = "volume.yaml"
SHOWN, TITLE = "charge.yaml", "给手机充电"
OLD, NEW = "手机用电，跟电筒一样。", "手机用电，跟手电筒一样。"


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


def installed(home: House, what: str = "packages") -> Any:
    """What the kiosk's own note says is installed, or `refused`; nothing before the first content has come."""
    file = home.kiosk_folder / "content" / "installed.json"
    told = json.loads(file.read_text("utf-8")) if file.exists() else {what: []}
    return told[what]


def versions(home: House) -> dict[str, int]:
    return {f"{one['kind']}/{one['package']}": one["version"] for one in installed(home)}


def first_step_says(home: House, text: str) -> None:
    """A resident who begins the lesson finds this there: a lesson that is open stays as it is."""

    def found() -> bool:
        home.tap("首页", leads_to="home")
        home.tap("学手机", leads_to="lessons")
        for key in ("摸一摸", TITLE, "开始学"):
            home.tap(key)
        return any(text.rstrip("。") in name for name in home.look()["names"])

    until(found, f"the first step says {text}")


def test_from_the_studio_to_running_kiosks_refused_mended_and_by_stick(tmp_path: Path) -> None:
    with running(tmp_path / "hub") as served:
        desk = Desk(served, tmp_path / "hub")
        root = desk.hub.content.metadata / "1.root.json"
        beside(desk, tmp_path)
        desk.publish()
        (tmp_path / "online").mkdir()
        where = {"content_url": f"{served.url}/content", "content_root_file": str(root)}
        with house(tmp_path / "online", content_channel="pilot", **where) as online:
            online.start_kiosk()
            until(lambda: versions(online) == {"lessons/lessons": 1, "lessons/more": 1}, "it arrives by itself")
            first_step_says(online, OLD)

            # the course calls the lesson otherwise; the quarter's own package, which this kiosk has too, does not
            desk.replace("course.yaml", "title: 声音大一点", "title: 声音调大")
            desk.replace(LESSON, "title: 声音大一点", "title: 声音调大")
            desk.publish()
            until(lambda: installed(online, "refused"), "its self-test refuses it")
            assert versions(online) == {"lessons/lessons": 1, "lessons/more": 1}
            first_step_says(online, OLD)

            # mended in the studio, with the new sentence, under the next number
            desk.replace("course.yaml", "title: 声音调大", "title: 声音大一点")
            desk.replace(LESSON, "title: 声音调大", "title: 声音大一点")
            address = f"lessons/{SHOWN}?at=step-1"
            desk.post(address, stamp=desk.stamp(address), **{"parts.0.steps.0.say": NEW})
            desk.publish()
            first_step_says(online, NEW)
            assert versions(online)["lessons/lessons"] == 3
        shutil.copytree(desk.hub.content.public, tmp_path / "stick" / "silver-key")
    by_stick(tmp_path)


def by_stick(folder: Path) -> None:
    """At a kiosk that has neither hub nor address, and runs on while somebody puts it in."""
    stick = folder / "stick"
    (folder / "alone").mkdir()
    with house(folder / "alone", content_channel="pilot") as alone:
        alone.start_kiosk()
        first_step_says(alone, OLD)
        root = stick / "silver-key" / "metadata" / "1.root.json"
        alone.run("content", "install", str(stick), "--root", str(root))
        assert versions(alone) == {"lessons/lessons": 3, "lessons/more": 1}
        first_step_says(alone, NEW)


def beside(desk: Desk, folder: Path) -> None:
    """A second package of lessons, which renews one of the first."""
    raw = desk.hub.studio.read("lessons", LESSON)[0]
    package = write_package(folder / "more", {LESSON: raw}, name="more")
    publish(desk.hub.content, package, "pilot", Signed([desk.administrator], "王阿姨", desk.hub.clock.now()))
