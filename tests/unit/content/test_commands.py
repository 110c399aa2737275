"""`kiosk content keys|publish|install|rollback|status`, as an administrator types them."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from kiosk.bootstrap import content_keys
from kiosk.cli import run
from kiosk.config import DEMO_FILE
from kiosk.hub.content import keys as locked_keys
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.keys import FILE, load_locked
from kiosk.hub.owner import user_of
from kiosk.hub.studio.workspace import Workspace

WORDS = ("first long phrase", "second long phrase", "third long phrase", "fourth long phrase")
Say = pytest.CaptureFixture[str]


class Desk:
    """A place with sticks; `do` types a command, with these passphrases."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, say: Say) -> None:
        self.folder, self._patch, self._say = folder, patch, say
        for name in ("a", "b", "c", "new", "kiosk", "hub"):
            (folder / name).mkdir()
        patch.chdir(folder)
        patch.setenv("SILVER_KEY_SETTINGS", str(DEMO_FILE))
        patch.setenv("SILVER_KEY_KIOSK_STATE_DIR", str(folder / "kiosk"))
        patch.setenv("SILVER_KEY_HUB_STATE_DIR", str(folder / "hub"))
        patch.setattr(locked_keys, "COST", 2**10)
        patch.setattr(locked_keys.lock, "__kwdefaults__", {"cost": 2**10})  # as many guesses as the thief likes

    def do(self, *words: str, say: tuple[str, ...] = ()) -> str:
        code, out, err = self.tried(*words, say=say)
        assert code == 0, err
        return out

    def tried(self, *words: str, say: tuple[str, ...] = ()) -> tuple[int, str, str]:
        self._patch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in say)))
        code = run(["content", *words])
        told = self._say.readouterr()
        return code, told.out, told.err

    def ceremony(self) -> None:
        self.do("keys", "new", "a", "b", "c", "--administrator", "admin.key", "--passphrase-stdin", say=WORDS)

    def publish(self, *words: str) -> str:
        return self.do("publish", *words, "--key", "admin.key", "--passphrase-stdin", "--yes", say=WORDS[3:])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Say) -> Desk:
    return Desk(tmp_path, monkeypatch, capsys)


def write(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), "utf-8")


def test_from_the_ceremony_to_a_kiosk_and_back_again(desk: Desk) -> None:
    desk.ceremony()
    desk.do("new", "notices", "notes")
    Path("notes").rename("draft")
    desk.publish("draft", "--channel", "pilot", "--by", "王阿姨")
    root = desk.folder / "hub/content/public/metadata/1.root.json"
    assert "nothing new" in desk.do("install", "hub/content/public", "--root", str(root))
    desk.publish("notes", "--channel", "all")
    looked = json.loads(desk.do("install", "hub/content/public", "--look", "--json"))
    assert [one["after"] for one in looked["changes"]] == [1]
    assert "installed: nothing yet" in desk.do("status")
    assert "installed: notices notes version 1" in desk.do("install", "hub/content/public")
    write("draft/package.yaml", "version: 1", "version: 2")
    desk.publish("draft", "--channel", "all")
    rolled = desk.do(
        "rollback", "notes", "--to", "1", "--channel", "all", "--key", "admin.key", "--passphrase-stdin", "--yes",
        say=WORDS[3:],
    )  # fmt: skip
    assert "notes version 3" in rolled
    assert "(was 1)" in desk.do("install", "hub/content/public")
    stopped = json.loads(desk.do(
        "stop", "notes", "--channel", "all", "--key", "admin.key", "--passphrase-stdin", "--yes", "--json",
        say=WORDS[3:],
    ))  # fmt: skip
    assert stopped == {"id": "notes", "kind": "notices", "version": 3, "channel": "all"}
    told = json.loads(desk.do("status", "--json"))
    assert told["installed"] == {"notices/notes": 3}
    assert [(one["what"], one["version"]) for one in told["history"]] == [
        ("published", 1),
        ("offered", 1),
        ("published", 2),
        ("rolled_back", 3),
        ("stopped", 3),
    ]
    assert told["history"][0]["by"] == "王阿姨"


def test_what_it_changes_is_shown_before_anything_is_signed(desk: Desk) -> None:
    desk.ceremony()
    desk.do("new", "notices", "notes")
    code, _, err = desk.tried("publish", "notes", "--key", "admin.key", "--passphrase-stdin", say=("n",))
    assert code == 1
    assert "new: notices.yaml" in err
    assert "stopped" in err
    assert "published: nothing yet" in desk.do("status")


def test_the_ceremony_says_where_everything_is_and_whose(desk: Desk) -> None:
    words = ("keys", "new", "a", "b", "c", "--administrator", "admin.key", "--passphrase-stdin")
    told = desk.do(*words, say=WORDS)
    assert f"the administrator's key is {desk.folder / 'admin.key'}, of the user {user_of(desk.folder)}" in told
    assert f"print {desk.folder / 'silver-key-ceremony.html'}" in told


def test_a_person_reads_the_rule_first_and_is_asked_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(("short", *WORDS))
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(typed))
    code, _, err = desk.tried("keys", "new", "a", "b", "c", "--administrator", "admin.key")
    assert (code, err.count("at least 12 characters, 6 of them different")) == (0, 2)
    assert load_locked(Path("a")).open(WORDS[0]).public_key
    assert load_locked(Path("admin.key")).open(WORDS[3]).public_key


def test_a_sheet_that_cannot_be_written_leaves_the_keys_and_says_how(desk: Desk) -> None:
    where = ("--administrator", "admin.key", "--sheet", "nowhere/sheet.html", "--passphrase-stdin")
    code, _, err = desk.tried("keys", "new", "a", "b", "c", *where, say=WORDS)
    assert (code, err.count("\n")) == (1, 1)
    assert "nowhere/sheet.html: No such file or directory; the keys are made" in err
    desk.do("keys", "sheet", "again.html")
    assert load_locked(Path("admin.key")).name == "administrator"


def test_a_package_begun_in_the_studios_folder_is_a_draft_there(desk: Desk) -> None:
    desk.do("new", "directory", "hub/studio/near-here")
    studio = Workspace(desk.folder / "hub/studio", Folder(desk.folder / "hub/content"), lambda: datetime.now(UTC))
    (found,) = [one for one in studio.packages() if one.manifest.id == "near-here"]
    assert (found.manifest.kind, found.begun) == ("directory", True)
    assert studio.check("near-here").faults == ()


def test_the_sheet_names_every_key_and_opens_nothing(desk: Desk) -> None:
    desk.ceremony()
    paper = Path("silver-key-ceremony.html").read_text("utf-8")
    for name in ("stick-1", "stick-2", "stick-3", "administrator"):
        assert name in paper
    box = json.loads(Path("a", FILE).read_text("utf-8"))["box"]["locked"]
    assert box not in paper
    assert not any(words in paper for words in WORDS)
    desk.do("keys", "sheet", "again.html")
    assert "stick-2" in Path("again.html").read_text("utf-8")


def test_a_lost_key_is_replaced_by_the_two_others_after_a_drill(desk: Desk) -> None:
    desk.ceremony()
    two = ("--key", "a", "--key", "b", "--passphrase-stdin")
    assert "drill went well" in desk.do("keys", "drill", "--lost", "stick-3", *two, say=WORDS[:2])
    before = desk.do("keys", "status")
    assert "stick-3" in before
    desk.do("keys", "replace", "stick-3", "--new", "new", *two, say=(*WORDS[:2], "a fifth long phrase"))
    after = desk.do("keys", "status")
    assert "stick-3" not in after
    assert "2 of stick-1, stick-2, stick-4" in after
    code, _, err = desk.tried(
        "keys", "renew", "--key", "a", "--key", "c", "--passphrase-stdin", say=(WORDS[0], WORDS[2])
    )
    assert (code, "do not suffice" in err) == (1, True)
    assert "policies" in desk.do(
        "keys", "renew", "--key", "a", "--key", "new", "--passphrase-stdin", say=(WORDS[0], "a fifth long phrase")
    )


def test_the_administrators_and_the_hubs_keys_are_replaced_too(desk: Desk) -> None:
    desk.ceremony()
    two = ("--key", "a", "--key", "b", "--passphrase-stdin")
    desk.do("keys", "replace", "administrator", "--new", "second.key", *two, say=(*WORDS[:2], "a sixth long phrase"))
    desk.do("keys", "replace", "hub", *two, say=WORDS[:2])
    assert "administrator-2" in desk.do("keys", "status")
    desk.do("new", "notices", "notes")
    code, _, err = desk.tried("publish", "notes", "--key", "admin.key", "--passphrase-stdin", "--yes", say=WORDS[3:])
    assert (code, "too few keys" in err) == (1, True)
    desk.do("publish", "notes", "--key", "second.key", "--passphrase-stdin", "--yes", say=("a sixth long phrase",))


@pytest.mark.parametrize(
    ("words", "say", "told"),
    [
        (("keys", "new", "a", "b", "c", "--administrator", "k", "--passphrase-stdin"), ("short",) * 4, "at least 12"),
        (("keys", "new", "a", "a", "c", "--administrator", "k", "--passphrase-stdin"), WORDS, "three different sticks"),
        (("keys", "status"), (), "nothing is published here yet"),
        (("publish", "nothing-there", "--yes"), (), "nothing is published here yet"),
        (("stop", "notes", "--yes"), (), "nothing is published here yet"),
        (("install", "nowhere"), (), "no published content there"),
        (("install",), (), "no hub"),
    ],
)
def test_what_cannot_be_done_is_one_line(words: tuple[str, ...], say: tuple[str, ...], told: str, desk: Desk) -> None:
    code, _, err = desk.tried(*words, say=say)
    assert code == 1
    assert told in err
    assert err.count("\n") == 1
    assert not list(desk.folder.rglob("*.key"))


def test_a_wrong_passphrase_opens_nothing_and_no_key_is_written_over(desk: Desk) -> None:
    desk.ceremony()
    desk.do("new", "notices", "notes")
    code, _, err = desk.tried("publish", "notes", "--key", "admin.key", "--passphrase-stdin", "--yes", say=("wrong",))
    assert (code, "wrong passphrase" in err) == (1, True)
    locked = load_locked(Path("a"))
    desk.tried("keys", "new", "a", "b", "c", "--administrator", "k", "--passphrase-stdin", say=WORDS)
    assert load_locked(Path("a")).public == locked.public
    Path("a", FILE).write_text("{}", "utf-8")
    code, _, err = desk.tried("keys", "renew", "--key", "a", "--passphrase-stdin", say=WORDS[:1])
    assert (code, "not a key" in err) == (1, True)


def test_the_group_helps_with_every_command(desk: Desk) -> None:
    told = desk.do("--help")
    for name in ("new", "check", "build", "diff", "publish", "install", "rollback", "stop", "status", "keys"):
        assert name in told
    for name in content_keys.keys.commands:
        assert "Usage" in desk.do("keys", name, "--help")
