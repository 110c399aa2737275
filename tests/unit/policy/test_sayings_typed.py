"""What an administrator added to the word lists is offered while typing, and is nobody's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.adapters.policy_advice import LibraryAdvice
from kiosk.adapters.policy_cards import load_cards
from kiosk.adapters.policy_words import OURS, load_words
from kiosk.bootstrap.policy_cards import NamesAndSayings
from kiosk.services.typing import Typing
from tests.fakes.candidates import MemoryCandidates
from tests.fakes.tasks import ManualTasks


class Installed:
    """kiosk.ports.installed_content with these packages of cards."""

    def __init__(self, *folders: Path) -> None:
        self.now = folders

    def folders(self, kind: str, /) -> tuple[Path, ...]:
        return self.now if kind == "policies" else ()

    def versions(self) -> dict[str, int]:
        return {}


def write(folder: Path, *lines: str) -> Path:
    (folder / "words").mkdir(parents=True, exist_ok=True)
    (folder / "words" / "ours.txt").write_text("\n".join(lines), "utf-8")
    return folder


def _never(error: Exception) -> None:
    raise error


def offered(typing: Typing, tasks: ManualTasks, typed: str) -> list[str]:
    found: list[str] = []
    typing.find(typed, lambda offer: found.extend(word.text for word in offer.words), _never)
    tasks.run()
    return found


def test_sayings_of_both_places_are_offered_and_a_new_one_with_the_next_key(tmp_path: Path) -> None:
    texts, content, tasks = tmp_path / "texts", Installed(write(tmp_path / "one", "跳跳糖机 = 电梯")), ManualTasks()
    typing = Typing(MemoryCandidates(), NamesAndSayings(texts, content), tasks)
    assert "跳跳糖机" in offered(typing, tasks, "ttj") + offered(typing, tasks, "tttj")
    assert "飞毯勿动" not in offered(typing, tasks, "ftwd")
    write(texts, "飞毯勿动 > 电梯坏了")
    assert "飞毯勿动" in offered(typing, tasks, "ftwd")
    content.now = (write(tmp_path / "two", "青团钱 = 补贴"),)
    assert "青团钱" in offered(typing, tasks, "qtq")
    assert "跳跳糖机" not in offered(typing, tasks, "tttj")


def test_it_is_read_once_while_nothing_changes(tmp_path: Path) -> None:
    names = NamesAndSayings(write(tmp_path, "飞毯 = 电梯"), Installed())
    assert names() is names()
    assert "飞毯" in names()[1]


def test_a_list_that_cannot_be_read_leaves_ours(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    names = NamesAndSayings(write(tmp_path, "没有意思"), Installed())
    assert "电梯坏了" in names()[1]
    assert "word lists cannot be used" in caplog.text


def test_a_phrase_with_a_gap_is_nothing_to_type(tmp_path: Path) -> None:
    assert not [word for word in NamesAndSayings(write(tmp_path, "飞…毯 = 电梯"), Installed())()[1] if "…" in word]


def test_s3_an_administrators_word_is_nobodys_name(tmp_path: Path) -> None:
    """Of both places, and of both kinds of lines; without them such a word goes."""
    plain = LibraryAdvice(tmp_path / "none", load_cards)
    assert "龘龘" not in plain.unnamed("龘龘坏了找谁")
    plain.close()
    texts, package = write(tmp_path / "texts", "龘龘 = 电梯"), write(tmp_path / "package", "麤麤 > 电梯")
    advice = LibraryAdvice(texts, load_cards, lambda: (package,))
    assert "龘龘" in advice.unnamed("龘龘坏了找谁")
    assert "麤麤" in advice.unnamed("麤麤坏了找谁")
    write(texts, "没有意思")
    assert "坏了" in advice.unnamed("电梯坏了找谁")
    advice.close()


def test_what_is_never_offered_is_understood_all_the_same(tmp_path: Path) -> None:
    lines = ("跳跳糖机 跳跳糖机坏 = 电梯", "~ 跳跳糖机坏")
    words = load_words(write(tmp_path, *lines) / "words")
    assert words.sayings() == ("跳跳糖机", "电梯")
    assert [match.word for match in words.matches("跳跳糖机坏脱了")] == ["跳跳糖机坏", "跳跳糖机"]


def test_no_harsh_word_of_ours_is_offered() -> None:
    words = load_words(OURS)
    assert not [saying for saying in words.sayings() if "瞎子" in saying or "死人" in saying]
    assert "瞎子" in words.means
