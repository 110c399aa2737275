"""First-aid cards: nobody sees a draft, every fault has its line, and our own cards are drafts with sources."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.adapters.first_aid import AIDS, aid_files, load_aids, readable
from kiosk.bootstrap.content import content
from kiosk.bootstrap.content_means import pictures
from kiosk.bootstrap.first_aid import plan_of, read_aids
from kiosk.bootstrap.plain_words import hard
from kiosk.config import DEMO_FILE, load
from kiosk.content.first_aid.card import AidCard
from kiosk.content.first_aid.check import check_aids
from kiosk.content.first_aid.read import read_aid
from kiosk.errors import ContentError
from kiosk.screens.alarm.aid import Plan
from kiosk.services.first_aid import FirstAid
from tests.fakes.clock import START, FakeClock
from tests.fakes.tasks import InlineTasks, ManualTasks

TODAY = date(2026, 11, 20)
GOOD = """\
id: press-it
picture: bleeding
name: {zh_CN: 压住, en: Press}
signs: [bleeding]
sources:
  paper: {document: 样板文件, number: unknown, date: 2024-05-28}
steps:
  - say: {zh_CN: 用力压住。, en: Press hard.}
    source: paper 第六十一条
  - say: {zh_CN: 除颤器在这里。, en: It hangs here.}
    source: paper
    plan: yes
"""
REVIEWED = GOOD + "review: {by: 某医师, on: 2026-10-01}\n"


def read(text: str, name: str = "press-it.yaml") -> tuple[AidCard | None, list[str]]:
    card, faults = read_aid(name, text.encode())
    return card, [str(fault) for fault in faults]


def reviewed(on: str) -> AidCard:
    card, faults = read(GOOD + f"review: {{by: 某医师, on: {on}}}\n")
    assert card is not None, faults
    return card


# --- who may see what ---


def test_a_draft_is_never_shown() -> None:
    card, faults = read(GOOD)
    assert card is not None
    assert faults == []
    assert card.review is None
    assert not card.may_be_shown(TODAY)


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),  # in the future: a clock or a date is wrong
        ("2024-11-20", True),  # two years to the day
        ("2024-11-19", False),
        ("2024-02-29", False),
    ],
)
def test_a_review_holds_two_years(on: str, shown: bool) -> None:
    assert reviewed(on).may_be_shown(TODAY) is shown


def test_a_review_of_29_february_ends_on_28_february() -> None:
    assert reviewed("2024-02-29").may_be_shown(date(2026, 2, 28))
    assert not reviewed("2024-02-29").may_be_shown(date(2026, 3, 1))


def test_our_own_cards_are_drafts_and_every_step_names_its_source() -> None:
    cards = load_aids()
    assert {card.id for card in cards} == {"choking", "fall", "bleeding", "no-breath", "defibrillator"}
    for card in cards:
        assert card.review is None
        assert not card.may_be_shown(TODAY)
        assert all(step.source.document and set(step.say) == {"zh_CN", "en"} for step in card.steps)
    assert {sign for card in cards for sign in card.signs} == {"breath", "chest", "fall", "bleeding"}
    assert any(step.plan for card in cards if card.id == "defibrillator" for step in card.steps)


def test_our_own_cards_pass_their_check() -> None:
    cards, faults = check_aids(aid_files((AIDS,)), hard(), pictures(), TODAY)
    assert [str(fault) for fault in faults] == []
    assert len(cards) == 5


# --- what is wrong with one ---


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("id: press-it", "id: press", 1, "in a file of another name"),
        ("signs: [bleeding]", "signs: [blood]", 4, "blood is not allowed"),
        ("signs: [bleeding]", "signs: bleeding", 4, "a list is expected"),
        ("date: 2024-05-28", "date: 28.5.2024", 6, "is no date"),
        ("number: unknown, ", "", 6, "number is missing"),
        ("source: paper 第六十一条", "source: book", 9, "unknown source book"),
        ("    source: paper 第六十一条\n", "", 8, "source is missing"),
        (", en: Press hard.", "", 8, "en is missing"),
        ("plan: yes", "plan: perhaps", 12, "perhaps is not allowed"),
        ("picture: bleeding", "picture: *x", 2, "alias"),
        ("steps:", "stops:", 7, "unknown key stops"),
    ],
)
def test_every_fault_has_its_line(before: str, after: str, line: int, said: str) -> None:
    assert before in GOOD
    card, faults = read(GOOD.replace(before, after))
    assert card is None
    assert any(fault.startswith(f"press-it.yaml:{line}: ") and said in fault for fault in faults), faults


@pytest.mark.parametrize("review", ["{by: 某医师}", "{on: 2026-10-01}", "某医师", "{by: '', on: 2026-10-01}"])
def test_a_review_without_a_name_or_a_day_is_none(review: str) -> None:
    card, faults = read(GOOD + f"review: {review}\n")
    assert card is None
    assert any(":13: " in fault for fault in faults), faults


def test_nobody_remembers_nine_steps() -> None:
    step = "  - say: {zh_CN: 好。, en: Well.}\n    source: paper\n"
    card, faults = read(GOOD + step * 7)
    assert card is None
    assert "9 steps" in faults[0]


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("用力压住。", "用力压住这一个正在出血的地方一直压到有人来。", 8, "at most 20"),
        ("picture: bleeding", "picture: nothing-like-it", 1, "no picture nothing-like-it"),
        ("on: 2026-10-01", "on: 2020-10-01", 1, "older than 2 years"),
        ("on: 2026-10-01", "on: 2027-10-01", 1, "in the future"),
        ("name: {zh_CN: 压住,", "name: {zh_CN: APP 压住,", 1, "APP"),
    ],
)
def test_what_a_card_is_held_against(before: str, after: str, line: int, said: str) -> None:
    assert before in REVIEWED
    files = {"press-it.yaml": REVIEWED.replace(before, after).encode()}
    _, faults = check_aids(files, hard(), {"bleeding"}, TODAY)
    assert any(fault.line == line and said in str(fault) for fault in faults), [str(fault) for fault in faults]


def test_two_cards_of_one_id_are_refused() -> None:
    files = {"a/press-it.yaml": GOOD.encode(), "b/press-it.yaml": GOOD.encode()}
    _, faults = check_aids(files, (), (), TODAY)
    assert "a second time" in str(faults[0])


def test_with_one_fault_no_card_of_the_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "press-it.yaml").write_text(REVIEWED, "utf-8")
    assert len(load_aids(tmp_path)) == 1
    (tmp_path / "other.yaml").write_text("id: other\n", "utf-8")
    with pytest.raises(ContentError, match=r"other\.yaml:1: "):
        load_aids(tmp_path)
    with pytest.raises(ContentError, match="No such file"):
        load_aids(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ContentError, match="no first-aid card"):
        load_aids(tmp_path / "empty")


# --- the command ---


def test_the_command_checks_a_package_of_cards(tmp_path: Path) -> None:
    good = CliRunner().invoke(content, ["check", str(AIDS), "--json"])
    assert (good.exit_code, json.loads(good.output)["faults"]) == (0, [])
    for file in AIDS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    spoilt = (tmp_path / "fall.yaml").read_text("utf-8").replace("source: falls\n", "source: rumour\n", 1)
    (tmp_path / "fall.yaml").write_text(spoilt, "utf-8")
    bad = CliRunner().invoke(content, ["check", str(tmp_path)])
    assert bad.exit_code == 1
    assert "fall.yaml:10: unknown source rumour" in bad.output


# --- on the kiosk ---


def test_the_kiosk_is_given_only_what_may_be_shown_today() -> None:
    clock = FakeClock(START)
    draft, _ = read(GOOD)
    assert draft is not None
    service = FirstAid(lambda: (reviewed("2026-10-01"), draft), InlineTasks(), clock)
    assert service.cards() == ()  # not read yet: nobody waits for it
    service.start()
    assert [card.review and card.review.by for card in service.cards()] == ["某医师"]
    clock.advance(2 * 366 * 24 * 3600)
    assert service.cards() == ()


def test_cards_that_cannot_be_read_are_missing_and_nothing_else() -> None:
    def broken() -> tuple[AidCard, ...]:
        raise ContentError("fall.yaml:3: nonsense")

    tasks = ManualTasks()
    service = FirstAid(broken, tasks, FakeClock(START))
    service.start()
    tasks.run()
    assert service.cards() == ()


class Installed:
    """Content of a kiosk: these folders of every kind."""

    def __init__(self, *folders: Path) -> None:
        self.found = folders

    def folders(self, kind: str) -> tuple[Path, ...]:
        assert kind == "first-aid"
        return self.found

    def versions(self) -> dict[str, int]:
        return {}


def test_the_centres_own_cards_come_before_installed_ones_and_those_before_ours(tmp_path: Path) -> None:
    environ = {"SILVER_KEY_KIOSK_STATE_DIR": str(tmp_path / "kiosk")}
    for name in ("own", "installed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.yaml").write_text(GOOD.replace("press-it", name), "utf-8")
    settings = load(DEMO_FILE, environ)
    assert len(read_aids(settings)) == len(read_aids(settings, Installed())) == 5
    assert [card.id for card in read_aids(settings, Installed(tmp_path / "installed"))] == ["installed"]
    own = load(DEMO_FILE, {**environ, "SILVER_KEY_ALARM_FIRST_AID_DIR": str(tmp_path / "own")})
    assert [card.id for card in read_aids(own, Installed(tmp_path / "installed"))] == ["own"]


def test_a_package_that_cannot_be_used_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "press-it.yaml").write_text(REVIEWED.replace("2026-10-01", "2020-10-01"), "utf-8")
    assert readable(tmp_path) == ()  # hidden, and no reason to throw the package out
    (tmp_path / "press-it.yaml").write_text(GOOD.replace("steps:", "stops:"), "utf-8")
    assert readable(tmp_path)


def test_the_floor_plan_is_the_settings_and_invented_only_in_the_demo(tmp_path: Path) -> None:
    demo = plan_of(load(DEMO_FILE, {}))
    assert demo is not None
    assert Path(demo.picture).is_file()
    text = DEMO_FILE.read_text("utf-8").replace("demo = true", "demo = false").replace('kind = "demo"', 'kind = "none"')
    own = tmp_path / "settings.toml"
    own.write_text(text.partition("[[hub.hospital]]")[0], "utf-8")
    assert plan_of(load(own, {})) is None
    own.write_text(
        own.read_text("utf-8").replace("[alarm.plan]", f'[alarm.plan]\npicture = "{tmp_path}/p.svg"'), "utf-8"
    )
    plan = plan_of(load(own, {}))
    assert plan == Plan(f"{tmp_path}/p.svg", (0.2, 0.75), (0.68, 0.45), "服务台右边")
