"""docs/administrators.md names keys as the pages do: who follows it finds each of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.adapters.lessons import load_lessons
from kiosk.text import Translator

DOC = Path(__file__).resolve().parents[2] / "docs" / "administrators.md"
NAMED = tuple(dict.fromkeys(re.findall(r"[\u4e00-\u9fff，。、“”？]+", DOC.read_text("utf-8"))))


@pytest.mark.parametrize("words", NAMED)
def test_every_key_that_the_page_names_is_there(words: str) -> None:
    pages = Translator(domain="hub").templates().values()
    lessons = load_lessons().lessons.values()
    titles = [title for lesson in lessons for title in (lesson.title, *(part.title for part in lesson.parts))]
    assert any(words.strip("，。") in text for text in [*pages, *titles])


def test_it_names_the_way_from_the_studio_to_all_kiosks_in_its_order() -> None:
    way = ("内容工作室", "手机课", "说的话", "存好", "看改了什么，再发布", "发给试点机", "发给所有机器")
    text = DOC.read_text("utf-8")
    places = [text.index(one, text.index("## A changed lesson")) for one in way]
    assert places == sorted(places)
