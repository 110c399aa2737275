"""`kiosk tour` draws what it says, where it says, and an index page that finds every picture."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from kiosk.bootstrap.scenes import scenes
from kiosk.bootstrap.tour import Shot, index_page, tour
from kiosk.errors import KioskError

ONE = "21-standard-light-zh_CN"


def shots_of(page: str) -> list[dict[str, str]]:
    found = re.search(r'<script type="application/json" id="shots">(.*?)</script>', page, re.DOTALL)
    assert found
    return list(json.loads(found.group(1)))


def test_it_draws_every_scene_of_a_screen_and_indexes_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(tour, [str(tmp_path / "out"), "--screen", "home", "--setting", ONE, "--json"])
    assert done.exit_code == 0, done.output
    facts = json.loads(done.stdout)
    names = [scene.name for scene in scenes("home", tall=False)]
    assert facts["pictures"] == len(names)
    shots = shots_of((tmp_path / "out" / "index.html").read_text("utf-8"))
    assert [shot["name"] for shot in shots] == names
    for name in names:
        with Image.open(tmp_path / "out" / ONE / f"{name}.png") as picture:
            assert picture.size == (1920, 1080)


def test_every_picture_of_the_index_can_be_found_by_screen_and_setting() -> None:
    shot = Shot("a/b%2Bc.png", "home", "b+c", "a", "21", "huge", "dark", "en", 1920, 1080)
    (found,) = shots_of(index_page([shot]))
    assert (found["screen"], found["display"], found["size"], found["palette"]) == ("home", "21", "huge", "dark")
    page = index_page([shot])
    assert all(f'<select id="{field}">' in page for field in ("screen", "display", "size", "palette", "language"))


def test_no_name_breaks_out_of_the_page() -> None:
    shot = Shot("a.png", "home", "</script><b>", "a", "21", "huge", "dark", "en", 1, 1)
    assert "</script><b>" not in index_page([shot])
    assert shots_of(index_page([shot]))[0]["name"] == "</script><b>"


def test_a_disk_that_takes_nothing_is_one_error(tmp_path: Path) -> None:
    in_the_way = tmp_path / "out"
    (in_the_way / ONE / "trouble.png").mkdir(parents=True)
    done = CliRunner().invoke(tour, [str(in_the_way), "--screen", "trouble", "--setting", ONE])
    assert isinstance(done.exception, KioskError)
    assert "cannot be written" in str(done.exception)
    shutil.rmtree(in_the_way)


@pytest.mark.parametrize("option", [["--screen", "nowhere"], ["--setting", "99-inch"]])
def test_what_does_not_exist_is_refused_by_name(tmp_path: Path, option: list[str]) -> None:
    done = CliRunner().invoke(tour, [str(tmp_path / "out"), *option])
    assert isinstance(done.exception, KioskError)
    assert option[1] in str(done.exception)
    assert not (tmp_path / "out").exists()
