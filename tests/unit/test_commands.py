"""The two commands' set-up, with a machine that is played by small scripts; and the lists that must agree with it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAIN = [
    "bash",
    "cat",
    "dirname",
    "id",
    "readlink",
    "rm",
    "sed",
    "sha256sum",
    "tr",
    "xargs",
    "env",
    "grep",
    "mkdir",
    "chmod",
    "ls",
]


class Machine:
    """A copy of the set-up in a folder of its own, on a PATH of plain tools and of programs that we play."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "project"
        self.bin = folder / "bin"
        self.log = folder / "log"
        shutil.copytree(ROOT / "packaging", self.home / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
        (self.home / "i18n").mkdir()
        self.bin.mkdir()
        self.log.touch()
        for name in PLAIN:
            found = shutil.which(name)
            assert found, name
            (self.bin / name).symlink_to(found)
        self.play("dpkg-query", "for name; do case $name in -*|'$'*) ;; *) echo \"$name installed\" ;; esac; done")
        self.play("apt-get", f'echo apt-get "$@" >>{self.log}')
        self.play("apt-cache", "echo '  Candidate: 1.0'")
        self.play("python3", PYTHON.format(log=self.log))
        self.play("id", "echo 0")

    def play(self, name: str, script: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!{self.bin}/bash\n{script}\n")
        path.chmod(0o755)

    def lacks(self, *names: str) -> None:
        gone = "|".join(names)
        self.play("dpkg-query", f"for n; do case $n in -*|'$'*|{gone}) ;; *) echo \"$n installed\" ;; esac; done")

    def set_up(self, kind: str = "run") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.home / "packaging/setup.sh", kind],
            env={"PATH": str(self.bin), "PYTHON": ""},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def did(self) -> list[str]:
        done = self.log.read_text().splitlines()
        self.log.write_text("")
        return done


# A python3 that makes a virtual environment whose python is itself.
PYTHON = """
case "$*" in
  -c*ensurepip*) exit 0 ;;
  -c*) mkdir -p .venv/lib; echo .venv/lib ;;
  --version) echo Python 3.11.0 ;;
  "-m venv .venv") echo venv >>{log}; mkdir -p .venv/bin; cat "$0" >.venv/bin/python; chmod +x .venv/bin/python ;;
  "-m pip"*) echo pip "${{@: -1}}" >>{log} ;;
  *) exit 3 ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_fresh_machine_is_set_up_once(machine: Machine) -> None:
    machine.lacks("espeak-ng", "libegl1")
    first = machine.set_up()
    assert first.returncode == 0, first.stderr
    assert [line.split()[1] for line in machine.did() if line.startswith("apt-get")] == ["update", "install"]
    machine.play("dpkg-query", "for name; do case $name in -*|'$'*) ;; *) echo \"$name installed\" ;; esac; done")
    again = machine.set_up()
    assert (again.returncode, again.stderr, machine.did()) == (0, "", [])
    assert os.access(machine.home / ".venv/bin/kiosk", os.X_OK)


def test_what_is_missing_is_what_is_installed(machine: Machine) -> None:
    machine.lacks("espeak-ng", "libglib2.0-0", "libglib2.0-0t64")
    machine.play("apt-cache", "[ $2 = libglib2.0-0 ] && echo '  Candidate: (none)' || echo '  Candidate: 1'")
    assert machine.set_up().returncode == 0
    assert next(line for line in machine.did() if " install " in line).endswith(" libglib2.0-0t64 espeak-ng")


def test_either_name_of_a_package_will_do(machine: Machine) -> None:
    machine.lacks("libglib2.0-0", "libasound2")
    assert machine.set_up().returncode == 0
    assert [line for line in machine.did() if "apt-get" in line] == []


def test_an_interrupted_install_is_made_anew(machine: Machine) -> None:
    assert machine.set_up().returncode == 0
    machine.did()
    (machine.home / ".venv/.made-for-run").unlink()
    assert machine.set_up().returncode == 0
    assert machine.did() == ["venv", "pip packaging/requirements.lock"]


def test_a_new_lock_is_installed_into_what_is_there(machine: Machine) -> None:
    assert machine.set_up().returncode == 0
    machine.did()
    with (machine.home / "packaging/requirements.lock").open("a") as lock:
        lock.write("# newer\n")
    assert machine.set_up().returncode == 0
    assert machine.did() == ["pip packaging/requirements.lock"]


def test_what_was_made_to_test_will_run(machine: Machine) -> None:
    assert machine.set_up("test").returncode == 0
    assert machine.did() == ["venv", "pip packaging/requirements-dev.lock"]
    assert machine.set_up("run").returncode == 0
    assert machine.did() == []


@pytest.mark.parametrize(
    ("program", "script", "says"),
    [
        ("id", "echo 1000", "cannot install as this user: ask an administrator to run: apt-get install espeak-ng"),
        ("apt-get", "exit 100", "the package archive cannot be reached: check the network, then run make again"),
        ("apt-get", "[ $1 = update ]", "apt-get could not install (its reason is above): mend it, then run make again"),
        ("python3", "exit 1", "Python 3.11 to 3.14 with venv is needed: apt-get install python3 python3-venv"),
        ("python3", PYTHON.format(log="/dev/null").replace("-m pip", "-m no"), "Python packages could not be"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line_with_what_to_do(
    machine: Machine, program: str, script: str, says: str
) -> None:
    machine.lacks("espeak-ng")
    machine.play(program, script)
    done = machine.set_up()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"[setup] {says}")
    assert not list((machine.home).glob(".venv/.made-for-*"))


def test_another_system_is_told_what_it_needs(machine: Machine) -> None:
    (machine.bin / "dpkg-query").unlink()
    done = machine.set_up()
    assert done.returncode == 0
    assert "install what packaging/apt-run.txt names by hand" in done.stderr


# ---- lists that must agree ----


def test_every_command_of_the_makefile_is_explained() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make ([a-z]+)", listed, re.MULTILINE)) >= {
        "run",
        "test",
        "check",
        "tour",
        "bench",
        "faults",
    }


def test_every_library_named_is_locked_and_explained() -> None:
    page = (ROOT / "docs/dependencies.md").read_text("utf-8").lower()
    explained = {name for row in page.splitlines() if row.startswith("| ") for name in row.split("|")[1].split(",")}
    for kind in ("requirements", "requirements-dev"):
        wanted = (ROOT / f"packaging/{kind}.in").read_text("utf-8").lower()
        locked = dict(
            re.findall(r"^([\w-]+)==(\S+)", (ROOT / f"packaging/{kind}.lock").read_text("utf-8"), re.MULTILINE)
        )
        for name in re.findall(r"^([a-z][\w-]+)", wanted, re.MULTILINE):
            assert name in {one.strip() for one in explained}, name
            assert locked[name] in page, f"{name} {locked[name]}"


def test_every_locked_file_has_a_hash_and_no_address() -> None:
    for path in ROOT.glob("packaging/*.lock"):
        text = path.read_text("utf-8")
        assert len(re.findall(r"^\S+==", text, re.MULTILINE)) == len(re.findall(r"==\S+.*\\\n    --hash=sha256:", text))
        assert "://" not in text
