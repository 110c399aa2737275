"""Every import contract can fail: a copy of the house with one wrong import breaks the contract that names it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]

LINT = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as lint; lint()"

# contract, file of the copy, the line put into it
WRONG = [
    ("layers", "kiosk/services/wrong.py", "import kiosk.bootstrap"),
    ("layers", "kiosk/ui/wrong.py", "import kiosk.adapters"),
    ("layers", "kiosk/newcomer.py", ""),
    ("no-qt", "kiosk/screens/wrong/presenter.py", "import PySide6.QtCore"),
    ("no-qt", "kiosk/screens/wrong/state.py", "from PySide6 import QtCore"),
    ("no-qt", "kiosk/hub/wrong.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import PySide6"),
    ("no-qt", "kiosk/screens/wrong/presenter.py", "import kiosk.ui.wrong"),  # which imports Qt: indirect imports count
    ("views", "kiosk/screens/wrong/view.py", "import kiosk.services"),
    ("views", "kiosk/screens/wrong/view.py", "import kiosk.ports"),
    ("screen-parts", "kiosk/screens/wrong/presenter.py", "import kiosk.screens.wrong.view"),
    ("screens-no-adapters", "kiosk/screens/wrong/presenter.py", "import kiosk.adapters"),
    ("screens-independent", "kiosk/screens/wrong/presenter.py", "import kiosk.screens.home.state"),
    ("no-io", "kiosk/domain/wrong.py", "import socket"),
    ("no-io", "kiosk/services/wrong.py", "import sqlcipher3"),
    ("hub-side", "kiosk/hub/wrong.py", "import kiosk.services"),
    ("kiosk-side", "kiosk/services/wrong.py", "import kiosk.hub.wrong"),
    ("no-cycles", "kiosk/hub/wrong.py", "import kiosk.hub.other"),
    ("supervisor", "kiosk/supervisor/watch.py", "import kiosk.text"),
]
ALSO = {
    "kiosk/ui/wrong.py": "import PySide6.QtCore\n",
    "kiosk/hub/other.py": "import kiosk.hub.wrong\n",
    "kiosk/hub/wrong.py": "",
    "kiosk/screens/wrong/__init__.py": "",
    "kiosk/screens/wrong/view.py": "",
}


def broken(folder: Path) -> set[str]:
    """The names of the contracts that the house in `folder` breaks."""
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "TERMINAL_WIDTH": "200"},
        capture_output=True,
        text=True,
    )
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return set(re.findall(r"^(.*) BROKEN", done.stdout, re.MULTILINE))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "kiosk", tmp_path / "kiosk", ignore=lambda _, names: {n for n in names if n == "__pycache__"}
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_keeps_its_rules(house: Path) -> None:
    assert broken(house) == set()


@pytest.mark.parametrize(("contract", "file", "line"), WRONG)
def test_a_wrong_import_breaks_its_contract(house: Path, contract: str, file: str, line: str) -> None:
    name = next(one["name"] for one in CONTRACTS if one["id"] == contract)
    for path, text in ALSO.items():
        (house / path).parent.mkdir(exist_ok=True)
        (house / path).write_text(text)
    with (house / file).open("a") as wrong:
        wrong.write(f"\n{line}\n")
    assert name in broken(house)


def test_each_contract_is_shown_to_fail_and_has_no_exception() -> None:
    assert {contract for contract, _, _ in WRONG} == {one["id"] for one in CONTRACTS}
    assert [one["id"] for one in CONTRACTS if "ignore_imports" in one or "exhaustive_ignores" in one] == []
