"""In Chromium: a question nobody could answer becomes a card, is mended, looked at and signed; U26's sizes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from uuid6 import uuid7

from tests.hub.desk.browsers import DESKTOP, TELEPHONE, calm, chromium, sit_down, until, window
from tests.hub.desk.running import RunningDesk, running
from tests.hub.desk.test_browser_sizes import audit

DRAWN = 90_000  # milliseconds for the kiosk's own program on a loaded machine


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running(tmp_path_factory.mktemp("hub")) as started:
        yield started


def write(page: Page, field: str, text: str) -> None:
    page.fill(f"#c-{field}", text)


def test_from_a_question_to_a_signed_card(browser: Browser, desk: RunningDesk, tmp_path: Path) -> None:
    told = {"outcome": "nothing", "about": "茶点哪里拿", "count": 4}
    desk.kiosk().beat(sent_at=datetime.now(UTC).isoformat(), batch=str(uuid7()), asked=[told])
    page = window(browser)
    sit_down(page, desk, desk.staff("li", "李主任", "administrator"), arm=False)
    page.goto(f"{desk.url}/desk/questions")
    page.focus("#write-1")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card-form")
    assert page.input_value("#c-everyday") == "茶点哪里拿"
    for field, text in (("id", "tea"), ("official", "样板茶点补贴"), ("sources-0-document", "样板市茶点办法"),
                        ("sources-0-text", "tea"), ("sources-0-in_force", "2020-03-01"),
                        ("answer-0-say", "请您登录系统提交材料领茶点。"), ("answer-0-article", "第三条")):  # fmt: skip
        write(page, field, text)
    page.select_option("#c-topic", "money")
    page.select_option("#c-answer-0-source", "s1")
    page.click("#faces > summary")
    page.check("input[name=picture][value=cash]")
    page.focus("#save-card")
    page.keyboard.press("Enter")
    page.wait_for_selector("#c-answer-0-say[aria-invalid=true]")
    assert page.locator("#e-answer-0-say-1").inner_text().strip() != ""
    write(page, "answer-0-say", "老人每年有茶点。")
    page.click("#save-card")
    page.wait_for_selector("#sign")
    assert "/cards/tea" in page.url
    page.click("#way-picture")
    page.wait_for_selector("#drawn")
    page.locator("#drawn").scroll_into_view_if_needed()
    page.evaluate(f"""() => new Promise((good, bad) => {{
        const one = document.getElementById('drawn');
        if (one.complete) return one.naturalWidth ? good() : bad(new Error('not drawn'));
        one.onload = good; one.onerror = () => bad(new Error('not drawn'));
        setTimeout(() => bad(new Error('too slow')), {DRAWN});
    }})""")
    assert page.evaluate("document.getElementById('drawn').naturalWidth") == 1920
    page.screenshot(path=str(tmp_path / "picture.png"))
    page.focus("#sign")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#state')?.innerText.includes('李主任') && !document.querySelector('#sign')")
    page.goto(f"{desk.url}/desk/questions")
    assert page.locator(".question").count() == 0
    calm(page)


PAGES = ("cards", "cards/legal-aid", "cards/legal-aid/rule", "cards/legal-aid/try", "saying")
LOOKS = (("standard", "light", DESKTOP), ("huge", "contrast", TELEPHONE))


@pytest.mark.parametrize(("size", "palette", "at"), LOOKS)
def test_u26_sizes(browser: Browser, desk: RunningDesk, size: str, palette: str, at: tuple[int, int]) -> None:
    page = window(browser, at)
    sit_down(page, desk, desk.staff(f"u-{size}", "周师傅", "administrator"), arm=False)
    page.context.add_cookies([{"name": "desk_look", "value": f"{size}.{palette}.zh_CN", "url": desk.url}])
    faults = []
    for name in PAGES:
        page.goto(f"{desk.url}/desk/studio/policies/{name}")
        faults += audit(page, size, at[0], f"{name} {size}")
    assert faults == []
