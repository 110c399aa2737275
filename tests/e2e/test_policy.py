"""On the line: a question typed by initials to a printed answer; six questions to a list of what to bring; and one that
nothing answers to a person at a real browser, whose answer is heard at the kiosk."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.house import House, house
from tests.e2e.test_taxi import sit_down
from tests.waiting import until

MOST_QUESTIONS = 6
INITIALS, ANSWERED = "dgsmq", "打官司没钱"
STEWED = "hongshaorou"


def to_keyboard(home: House) -> None:
    home.tap("首页", leads_to="home")
    home.tap("政策咨询", leads_to="policy")
    home.tap("打字问一问", leads_to="ask")


def type_letters(home: House, letters: str) -> None:
    for letter in letters.upper():
        home.tap(letter)


def skipped(home: House) -> int:
    """How many questions came after the first; none of them is answered."""
    count = 0
    while "个问题" in (seen := home.look())["title"]:
        unsure = next((name for name in seen["names"] if "说不准" in name), "")
        count += bool(unsure)
        assert count < MOST_QUESTIONS
        home.tap(unsure or "下一页")
    return count


def printed(home: House, paper: Path) -> None:
    paper.write_bytes(b"")
    home.tap("打印", leads_to="slip")
    home.tap("打印")
    home.sees("打好了")
    until(lambda: paper.stat().st_size, "the slip is on the paper")


def test_from_a_typed_question_and_from_six_questions_to_paper_and_to_a_person(
    tmp_path: Path, browser: Browser
) -> None:
    paper = tmp_path / "paper"
    with house(tmp_path, printer_kind="file", printer_device=str(paper)) as home:
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")

        to_keyboard(home)
        type_letters(home, INITIALS)
        home.tap(ANSWERED)
        home.tap("就问这个")
        home.hears("法律援助")
        home.tap(ANSWERED, leads_to="policy")
        printed(home, paper)

        home.tap("首页", leads_to="home")
        home.tap("政策咨询", leads_to="policy")
        home.tap("看看我能办什么")
        home.tap("60 岁以上")
        assert skipped(home) < MOST_QUESTIONS
        printed(home, paper)

        to_keyboard(home)
        type_letters(home, STEWED)
        home.tap("红烧肉")
        home.tap("就问这个")
        home.hears("答不上来")
        home.tap("问一问人", leads_to="request")
        until(lambda: home.status("consultation") == "delivered", "the question reached the hub")
        (request,) = [r for r in home.look()["requests"] if r["kind"] == "consultation"]
        page.wait_for_selector(f"#card-{request['id']}")
        page.goto(page.url.partition("/desk/")[0] + f"/desk/requests/{request['id']}")
        expect(page.locator("#facts")).to_contain_text("红烧肉")
        page.click("#accept")
        home.hears("有人接了")
        page.fill("#say-text", "我来告诉您怎么办")
        page.click("#say")
        home.hears("我来告诉您怎么办")
        home.sees("我来告诉您怎么办")
        home.tap("首页", leads_to="home")
        home.tap("我的事情", leads_to="mine")
        home.sees(f"{request['number']} 号")
