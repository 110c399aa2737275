"""A PDF's broken lines: a warning with file and line, and nothing is left out."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from kiosk.bootstrap.policy import policy
from kiosk.content.policy.law import torn_lines

WHOLE = """# 样板办法
2020年1月1日通过
第一条 老人可以领取补贴：
（一）每月一次；
（二）过节一次。
第二条 由街道发放。
"""
TORN = WHOLE.replace("老人可以领取补贴", "老人可\n以领取\n补贴")


def test_a_text_as_it_should_be_has_none() -> None:
    assert torn_lines(WHOLE.encode()) == ()


def test_each_line_that_ends_within_a_sentence_is_named() -> None:
    assert torn_lines(TORN.encode()) == (3, 4)


def test_the_import_warns_and_keeps_all_of_it(tmp_path: Path) -> None:
    source = tmp_path / "tea.md"
    source.write_text(TORN, "utf-8")
    done = CliRunner().invoke(policy, ["import", str(source), "--into", str(tmp_path / "lib"), "--json"])
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert data["imported"][0]["articles"] == 2
    assert any("tea.md:3: 2 lines" in warning for warning in data["warnings"])
