"""`kiosk content check` and `kiosk policy check` as programs see them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.adapters.policy_cards import CARDS, load_cards
from kiosk.bootstrap.content import content
from kiosk.bootstrap.policy import policy
from kiosk.cli import run as kiosk
from kiosk.content.policy.errors import CardError, ProfileError
from tests.unit.policy.cards import sample


def run(command: str, *arguments: object) -> Result:
    return CliRunner().invoke({"policy": policy, "content": content}[command], ["check", *map(str, arguments)])


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    folder = tmp_path / "cards"
    folder.mkdir()
    (folder / "tea-money.yaml").write_bytes(sample())
    return folder


def profile(tmp_path: Path, facts: object) -> Path:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(facts), "utf-8")
    return path


def test_our_own_cards_pass() -> None:
    result = run("content", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["faults"]) == (0, [])
    assert told["cards"] == told["drafts"] == told["files"] >= 20


def test_of_a_whole_package_the_cards_are_read(cards: Path, tmp_path: Path) -> None:
    (tmp_path / "package.yaml").write_text("id: policies\n", "utf-8")
    assert [card.id for card in load_cards(tmp_path)] == [card.id for card in load_cards(cards)] == ["tea-money"]
    assert load_cards(CARDS.parent) == load_cards()


def test_a_fault_has_its_place_and_mend_and_ends_with_1(cards: Path) -> None:
    path = cards / "tea-money.yaml"
    path.write_bytes(sample(("source: tea 第四条", "source: milk 第四条")))
    result = run("content", cards, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["faults"] == [
        {"file": str(path), "line": 28, "what": "unknown source milk", "mend": "one of tea"},
    ]
    plain = run("content", path)
    assert plain.exit_code == 1
    assert f"{path}:28: unknown source milk; one of tea" in plain.stdout
    assert kiosk(["content", "check", str(path)]) == 1


def test_articles_are_looked_up_in_official_texts(cards: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "README.md").write_text("no law", "utf-8")
    (texts / "tea.md").write_text(
        "# 样板市茶点补贴办法\n第二条 七十，七十五。\n第三条 30，35。\n第四条 丙。\n", "utf-8"
    )
    result = run("content", cards, "--texts", texts)
    assert result.exit_code == 1
    assert "第五条 is not in the official text" in result.stdout
    assert result.stdout.count("not in the official text") == 1


def test_nowhere_a_card(tmp_path: Path) -> None:
    assert isinstance(run("content", tmp_path).exception, CardError)
    assert isinstance(run("content", tmp_path / "none.yaml").exception, CardError)


def test_each_card_with_a_rule_has_its_verdict_and_its_reason(cards: Path, tmp_path: Path) -> None:
    path = profile(tmp_path, {"born": "1950-03-01", "registered": "shanghai"})
    result = run("policy", path, "--cards", cards, "--on", "2026-11-20", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["on"], told["without_rule"]) == ("2026-11-20", [])
    (found,) = told["cards"]
    assert (found["card"], found["name"], found["status"]) == ("tea-money", "样板市老年人茶点补贴", "已核对")
    assert (found["verdict"], found["missing"], found["in_force"]) == ("perhaps", ["care_level"], True)
    (decided,) = found["deciding"]
    assert (decided["fact"], decided["say"], decided["truth"]) == ("care_level", "住在护理院", "unknown")
    assert decided["source"] == found["sources"][0] == {
        "document": "样板市茶点补贴办法", "number": "样板发〔2020〕0号", "text": "tea", "article": "第五条",
        "in_force": "2020-03-01"}  # fmt: skip
    assert found["change"] == {"facts": {"care_level": 4}, "verdict": "entitled"}
    assert told["next_question"] == {"fact": "care_level", "answers": [0, 5]}


@pytest.mark.parametrize(("on", "verdict"), [("2024-12-31", "not"), ("2025-01-01", "entitled")])
def test_the_day_counts(cards: Path, tmp_path: Path, on: str, verdict: str) -> None:
    path = profile(tmp_path, {"born": "1953-06-01", "registered": "shanghai", "care_level": 0})
    told = json.loads(run("policy", path, "--cards", cards, "--on", on, "--json").stdout)
    assert told["cards"][0]["verdict"] == verdict


def test_a_person_reads_it_too(tmp_path: Path) -> None:
    told = run("policy", profile(tmp_path, {"age": 59, "carer": True})).stdout
    assert "entitled  家庭照顾者帮助 (carer-help, 草稿)" in told
    assert "    false    满六十岁 《中华人民共和国老年人权益保障法》第二条" in told
    assert "    not known: " in told
    assert told.index("entitled  ") < told.index("perhaps   ") < told.index("not       ")


@pytest.mark.parametrize(
    ("facts", "more", "said"),
    [
        ({"age": 300}, (), "age: 300 is not allowed"),
        ({"shoe_size": 39}, (), "shoe_size: unknown fact"),
        ({"born": "1950-13-01"}, (), "born: 1950-13-01 is no date"),
        ({}, ("--on", "tomorrow"), "--on: tomorrow is no date"),
        ({"has": {"gold": True}}, (), "has.gold: no such card"),
    ],
)
def test_nonsense_is_refused_by_name_with_2(
    tmp_path: Path, facts: object, more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kiosk(["policy", "check", str(profile(tmp_path, facts)), *more]) == 2
    assert said in capsys.readouterr().err


def test_no_profile_at_all(tmp_path: Path) -> None:
    assert isinstance(run("policy", tmp_path / "none.json").exception, ProfileError)


def test_a_card_with_a_fault_is_not_drawn(tmp_path: Path) -> None:
    broken = tmp_path / "tea-money.yaml"
    broken.write_bytes(sample().replace(b"topic: money", b"topic: space"))
    result = CliRunner().invoke(policy, ["picture", str(broken), str(tmp_path / "out.png")])
    assert isinstance(result.exception, CardError)
    assert "space is not allowed" in str(result.exception)
    assert not (tmp_path / "out.png").exists()
