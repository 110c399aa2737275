"""The desk's pages without a browser: who may see what, forged and old forms, human errors, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.request import What
from kiosk.hub.desk import board
from kiosk.hub.models import Kiosk, Request
from kiosk.hub.staff.sessions import create_one_time_login
from kiosk.protocol.enrolment import decode
from tests.hub.desk.house import PASSWORD, Browser, DeskHouse, desk_house
from tests.hub.house import alarm, event, help_call, taxi

pytestmark = pytest.mark.anyio
PAGES = ("/desk/", "/desk/history", "/desk/kiosks", "/desk/me", "/desk/residents", "/desk/residents/new")


async def log_in(house: DeskHouse, browser: Browser, password: str, next_: str = "") -> str:
    page = (await browser.get("/desk/login")).text
    door = page.split('name="csrf" value="')[1].split('"')[0]
    fields = {"csrf": door, "username": "wang", "password": password, "next": next_}
    return (await browser.http.post("/desk/login", data=fields, follow_redirects=True)).text


async def test_s6_logging_in_by_name_and_password(house: DeskHouse) -> None:
    await house.staff()
    browser = house.browser()
    assert "登录名或者密码不对" in await log_in(house, browser, "a wrong phrase")
    assert "现在没有人等" in await log_in(house, browser, PASSWORD)


async def test_s6_a_locked_account_is_told_until_when(house: DeskHouse) -> None:
    await house.staff()
    browser = house.browser()
    for _ in range(5):
        page = await log_in(house, browser, "a wrong phrase")
    assert "错了太多次" in page
    assert "错了太多次" in await log_in(house, browser, PASSWORD)


async def test_s6_a_machine_that_guesses_is_told_to_wait(house: DeskHouse) -> None:
    browser = house.browser()
    for _ in range(20):
        await log_in(house, browser, "x")
    assert "太快了" in await log_in(house, browser, "x")
    house.clock.advance(3)
    assert "登录名或者密码不对" in await log_in(house, browser, "x")


async def test_after_logging_in_one_is_where_one_was_and_never_elsewhere(house: DeskHouse) -> None:
    await house.staff()
    for next_, shown in (
        ("/desk/history", "以前的事"),
        ("https://example.org/", "现在没有人等"),
        ("//x", "现在没有人等"),
    ):
        assert shown in await log_in(house, house.browser(), PASSWORD, next_)


@pytest.mark.parametrize("path", [*PAGES, "/desk/staff", "/desk/audit", "/desk/requests/x", "/desk/stream"])
async def test_s6_nothing_is_shown_to_a_stranger(house: DeskHouse, path: str) -> None:
    answer = await house.browser().http.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/login")


@pytest.mark.parametrize("path", [*PAGES, "/desk/login", "/desk/static/desk.css", "/desk/nowhere"])
async def test_every_answer_carries_the_headers(house: DeskHouse, path: str) -> None:
    headers = (await (await house.signed_in()).get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_needs_an_inline_script_or_style(house: DeskHouse, path: str) -> None:
    page = (await (await house.signed_in()).get(path)).text
    assert "<script>" not in page
    assert " style=" not in page
    assert " onclick=" not in page


async def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(house: DeskHouse) -> None:
    await house.staff()
    browser = house.browser()
    await log_in(house, browser, PASSWORD)
    page = (await house.browser().get("/desk/login")).headers["set-cookie"].lower()
    assert "httponly" in page
    assert "samesite=strict" in page
    assert browser.http.cookies["desk"]


async def test_s5_over_tls_the_cookie_is_bound_to_this_very_host(tmp_path: Path) -> None:
    async with desk_house(tmp_path, tls=True, public_url="https://hub.test") as house:
        staff = await house.staff()
        async with house.hub.database.work() as work:
            path = await create_one_time_login(work.session, staff, house.clock.now())
        answer = await house.browser().http.get(path)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-desk=")
    assert "; Secure" in cookie
    assert "; Path=/;" in cookie
    assert "max-age" in answer.headers["strict-transport-security"]


async def test_s5_behind_a_certificate_of_ones_own_the_cookie_is_bound_as_well(tmp_path: Path) -> None:
    async with desk_house(tmp_path, tls=False, public_url="https://hub.test") as house:
        answer = await house.browser().get("/desk/login")
        assert house.hub.settings.over_https
        staff = await house.staff()
        async with house.hub.database.work() as work:
            path = await create_one_time_login(work.session, staff, house.clock.now())
        come_in = await house.browser().http.get(path)
    assert come_in.headers["set-cookie"].startswith("__Host-desk=")
    assert "; Secure" in come_in.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


async def test_a_form_without_our_secret_changes_nothing_and_says_what_to_do(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    for csrf in ("", "forged"):
        browser.csrf = csrf
        answer = await browser.post(f"/desk/requests/{wish['id']}/accept")
        assert answer.status_code == 403
        assert "刚才没有办成" in answer.text
        assert f'href="/desk/requests/{wish["id"]}"' in answer.text
    assert What.ACCEPTED not in await kiosk.whats(wish["id"])


async def test_a_session_that_ended_says_so_and_leads_back(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    house.clock.advance(13 * 3600)
    answer = await browser.post(f"/desk/requests/{wish['id']}/say", text="车来了")
    assert answer.status_code == 401
    assert "登录过期了" in answer.text
    assert f"/desk/login?next=/desk/requests/{wish['id']}" in answer.text


async def test_no_trace_leaves_when_something_unforeseen_happens(
    house: DeskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await house.signed_in()

    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail 021-00000000")

    monkeypatch.setattr(board, "board", broken)
    answer = await browser.get("/desk/")
    assert answer.status_code == 500
    assert "对不起，这里出错了" in answer.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/desk/nowhere", "/desk/requests/unknown", "/desk/requests/unknown/accept"])
async def test_a_missing_page_is_a_human_page(house: DeskHouse, path: str) -> None:
    answer = await (await house.signed_in()).get(path)
    assert answer.status_code in (404, 405)
    assert "没有这一页" in answer.text


async def test_strange_fields_are_a_human_page(house: DeskHouse) -> None:
    browser = await house.signed_in()
    answer = await browser.post("/desk/requests/x/say", text="长" * 500)
    assert answer.status_code == 422
    assert "看不懂" in answer.text
    assert (await browser.get("/desk/history?page=zero")).status_code == 422


async def test_from_tap_to_close(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    page = (await browser.get("/desk/")).text
    assert "叫出租车" in page
    assert "一号机 一楼大厅" in page
    base = f"/desk/requests/{wish['id']}"
    assert "您接了" in (await browser.post(f"{base}/accept")).text
    assert "送出去了" in (await browser.post(f"{base}/say", text="车马上来")).text
    await browser.post(f"{base}/note", text="打过电话")
    await browser.post(f"{base}/car", plate="沪A·00000", colour="绿色", driver="李师傅", minutes="3")
    assert "关掉了" in (await browser.post(f"{base}/close", outcome="aboard")).text
    seen = (await kiosk.look(wish["id"]))["events"]
    assert [e["what"] for e in seen][-4:] == ["accepted", "said", "car_found", "done"]
    assert seen[-3]["facts"]["text"] == "车马上来"
    assert seen[-2]["facts"]["plate"] == "沪A·00000"
    assert seen[-1]["facts"]["reason"] == "上车了"
    assert seen[-1]["name"] == "王阿姨"
    assert "打过电话" in (await browser.get(base)).text


async def test_the_second_to_take_it_is_told_who_has_it(house: DeskHouse) -> None:
    first, second = await house.signed_in(), await house.signed_in("zhao", "赵老师")
    kiosk = await house.kiosk()
    call = alarm()
    await kiosk.submit(call)
    await first.post(f"/desk/requests/{call['id']}/accept")
    answer = await second.post(f"/desk/requests/{call['id']}/accept")
    assert answer.status_code == 409
    assert "王阿姨 已经接了" in answer.text
    assert (await kiosk.whats(call["id"])).count("accepted") == 1


@pytest.mark.parametrize("act", ["accept", "say", "note"])
async def test_a_form_sent_twice_takes_effect_once(house: DeskHouse, act: str) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    wish = help_call()
    await kiosk.submit(wish)
    before = (await browser.get(f"/desk/requests/{wish['id']}")).text.count("王阿姨")
    for _ in range(2):
        await browser.post(f"/desk/requests/{wish['id']}/{act}", text="马上来")
    events = (await kiosk.whats(wish["id"])).count({"accept": "accepted", "say": "said", "note": "note"}[act])
    assert events == (0 if act == "note" else 1)
    page = (await browser.get(f"/desk/requests/{wish['id']}")).text
    assert page.count("记了一笔：马上来") == (1 if act == "note" else 0)
    assert page.count("王阿姨") > before


async def test_the_same_words_may_be_said_again_later(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    wish = help_call()
    await kiosk.submit(wish)
    await browser.post(f"/desk/requests/{wish['id']}/say", phrase="coming")
    house.clock.advance(11)
    await browser.post(f"/desk/requests/{wish['id']}/say", phrase="coming")
    assert (await kiosk.whats(wish["id"])).count("said") == 2


async def test_what_is_over_is_said_to_be_over(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    await kiosk.tell(wish["id"], event("cancel_asked"))
    answer = await browser.post(f"/desk/requests/{wish['id']}/say", text="车来了")
    assert answer.status_code == 409
    assert "已经结束了" in answer.text


async def test_handing_over_makes_it_wait_for_that_person(house: DeskHouse) -> None:
    first, second = await house.signed_in(), await house.signed_in("zhao", "赵老师")
    zhao = next(p for p in (await first.get("/desk/")).text.split() if p)  # the page is there
    assert zhao
    kiosk = await house.kiosk()
    wish = help_call()
    await kiosk.submit(wish)
    base = f"/desk/requests/{wish['id']}"
    await first.post(f"{base}/accept")
    page = (await first.get(base)).text
    to = page.split('id="hand-')[1].split('"')[0]
    assert "交出去了" in (await first.post(f"{base}/hand_over", to=to)).text
    assert "交给您的" in (await second.get("/desk/")).text
    assert "交给您的" not in (await first.get("/desk/")).text
    assert "您接了" in (await second.post(f"{base}/accept")).text


async def test_an_unknown_one_is_checked_by_a_person(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    async with house.hub.database.work() as work:
        row = await work.session.get_one(Request, wish["id"])
        row.status, row.needs_person, row.handler = "unknown", True, "desk"
    base = f"/desk/requests/{wish['id']}"
    assert "核实" in (await browser.get("/desk/")).text
    assert "我来问" in (await browser.get(base)).text
    page = (await browser.post(f"{base}/accept")).text
    assert "问了，车会来" in page
    assert "没有车，我来办" in page
    await browser.post(f"{base}/resolve", to="mine")
    found = await kiosk.look(wish["id"])
    assert found["status"] == "accepted"
    assert (await browser.post(f"{base}/resolve", to="coming")).status_code == 409


async def test_a_late_alarm_is_a_notice_that_does_not_ring(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    await kiosk.submit(alarm(age=400.0))
    page = (await browser.get("/desk/")).text
    assert 'data-ring="no"' in page
    assert "晚到的" in page
    await kiosk.submit(alarm(age=None))
    assert 'data-ring="yes"' in (await browser.get("/desk/")).text


async def test_a_silent_kiosk_is_a_fault_on_the_board(house: DeskHouse) -> None:
    """R6."""
    browser, kiosk = await house.signed_in(), await house.kiosk()
    assert "没有消息了" not in (await browser.get("/desk/")).text
    house.clock.advance(91)
    await house.hub.silence.tick()
    assert "一号机 一楼大厅 没有消息了" in (await browser.get("/desk/")).text
    await kiosk.http.post("/v1/heartbeat", json={"sent_at": "2026-11-02T01:11:31Z"}, headers=kiosk.headers)
    await house.hub.silence.tick()
    assert "没有消息了" not in (await browser.get("/desk/")).text


async def test_s6_every_look_at_a_request_is_in_the_log(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    wish = taxi()
    await kiosk.submit(wish)
    await browser.get(f"/desk/requests/{wish['id']}")
    await browser.get("/desk/history")
    log = await house.audited()
    assert ("looked_at_request", wish["id"]) in log
    assert ("looked_at_history", "1") in log


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("volunteer", "/desk/staff", 403),
        ("duty", "/desk/staff", 403),
        ("administrator", "/desk/staff", 200),
        ("volunteer", "/desk/audit", 403),
        ("administrator", "/desk/audit", 200),
    ],
)
async def test_s6_roles(house: DeskHouse, role: str, path: str, status: int) -> None:
    browser = await house.signed_in(role=role)
    answer = await browser.get(path)
    assert answer.status_code == status
    if status == 403:
        assert "要管理员来办" in answer.text


async def test_s6_a_volunteer_cannot_shut_out_a_kiosk(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    assert (await browser.post(f"/desk/kiosks/{kiosk.id}/revoke")).status_code == 403
    assert (await browser.post("/desk/kiosks/codes")).status_code == 403
    duty = await house.signed_in("zhao", "赵老师", "duty")
    assert (await duty.post(f"/desk/kiosks/{kiosk.id}/revoke")).status_code == 200
    async with house.hub.database.read() as session:
        assert (await session.get_one(Kiosk, kiosk.id)).revoked_at is not None


async def test_an_enrolment_code_is_shown_once_with_its_picture(house: DeskHouse) -> None:
    browser = await house.signed_in(role="duty")
    page = (await browser.post("/desk/kiosks/codes")).text
    code = page.split('class="secret" id="code">')[1].split("<")[0]
    assert decode(code).url == "http://127.0.0.1:8443"
    assert "<svg viewBox" in page
    assert code not in (await browser.get("/desk/kiosks")).text


async def test_s6_an_administrator_adds_a_person_who_must_choose_a_password(house: DeskHouse) -> None:
    boss = await house.signed_in("boss", "钱主任", "administrator")
    answer = await boss.post("/desk/staff", username="wang", display_name="王阿姨", role="volunteer", password=PASSWORD)
    assert "加好了" in answer.text
    browser = house.browser()
    assert "先换一个自己的密码" in await log_in(house, browser, PASSWORD)
    assert "先换一个自己的密码" in (await browser.get("/desk/history")).text
    answer = await browser.post("/desk/me/password", old=PASSWORD, new="my very own words")
    assert answer.status_code == 200
    assert "以前的事" in (await browser.get("/desk/history")).text


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"password": "short"}, "密码太短"), ({"username": "boss"}, "有人用了"), ({"display_name": ""}, "怎么称呼")],
)
async def test_u18_a_refused_account_says_why(house: DeskHouse, changes: dict[str, str], told: str) -> None:
    boss = await house.signed_in("boss", "钱主任", "administrator")
    fields = {"username": "wang", "display_name": "王阿姨", "role": "volunteer", "password": PASSWORD, **changes}
    assert told in (await boss.post("/desk/staff", **fields)).text


async def test_the_language_belongs_to_the_person(house: DeskHouse) -> None:
    browser = await house.signed_in()
    assert '<html lang="zh-CN"' in (await browser.get("/desk/")).text
    await browser.post("/desk/me/language", language="en")
    page = (await browser.get("/desk/")).text
    assert '<html lang="en"' in page
    assert "Nobody is waiting now" in page


async def test_sizes_and_colours_belong_to_the_browser(house: DeskHouse) -> None:
    browser = await house.signed_in()
    await browser.post("/desk/me/look", size="huge")
    await browser.post("/desk/me/look", palette="contrast")
    page = (await browser.get("/desk/")).text
    assert 'data-size="huge" data-palette="contrast"' in page


async def test_logging_out_ends_the_session_and_the_listening(house: DeskHouse) -> None:
    browser = await house.signed_in()
    listener = "11111111-1111-4111-8111-111111111111"
    await browser.post("/desk/listener/arm", listener=listener)
    async with house.hub.database.read() as session:
        assert (await house.hub.presence(session)).listening == 1
    await browser.post("/desk/logout")
    async with house.hub.database.read() as session:
        assert (await house.hub.presence(session)).listening == 0
    assert (await browser.http.get("/desk/")).status_code == 303


async def test_the_root_leads_to_the_desk(house: DeskHouse) -> None:
    answer = await house.browser().http.get("/")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/desk/"


async def test_a_question_is_asked_and_the_answer_chimes_on_the_page(house: DeskHouse) -> None:
    kiosk, wish = await house.kiosk(), taxi()
    await kiosk.submit(wish)
    page = f"/desk/requests/{wish['id']}"
    browser = await house.signed_in()
    await browser.get("/desk/")
    await browser.post(f"{page}/accept")
    await browser.get(page)
    for _ in range(2):  # a double click asks once
        assert "还没回答" in (await browser.post(f"{page}/ask", text="哪天来接您？", set="day")).text
    house.clock.advance(121)
    assert "一直没人回答" in (await browser.get("/desk/")).text
    asked = [e for e in (await kiosk.look(wish["id"]))["events"] if e["what"] == What.ASKED]
    assert [e["facts"]["answers"] for e in asked] == [["今天", "明天", "后天"]]
    told = event("answer", facts={**asked[0]["facts"], "answer": "明天"})
    await kiosk.tell(wish["id"], told)
    shown = (await browser.get("/desk/")).text
    assert "回答：明天" in shown
    assert f'data-waiting="{told["id"]}"' in shown
    assert "问：哪天来接您？ 答：明天" in (await browser.get(page)).text


async def test_own_answers_are_sent_without_the_empty_ones_and_none_is_refused_in_words(house: DeskHouse) -> None:
    kiosk, wish = await house.kiosk(), taxi()
    await kiosk.submit(wish)
    page = f"/desk/requests/{wish['id']}"
    browser = await house.signed_in()
    await browser.get(page)
    refused = await browser.post(f"{page}/ask", text="要轮椅吗？")
    assert refused.status_code == 422
    form = {"csrf": browser.csrf, "text": "要轮椅吗？", "answer": ["要\n", " ", "不要"]}
    await browser.http.post(f"{page}/ask", data=form)
    assert (await kiosk.look(wish["id"]))["events"][-1]["facts"]["answers"] == ["要", "不要"]


async def test_a_taxi_that_a_company_looks_for_is_nobodys_and_no_calm_is_claimed(tmp_path: Path) -> None:
    async with desk_house(tmp_path, demo=True, provider="demo") as house:
        page, kiosk = await house.signed_in(), await house.kiosk()
        assert "现在没有人等" in (await page.get("/desk/")).text
        await kiosk.submit(taxi())
        shown = (await page.get("/desk/")).text
        assert (
            shown.index("现在没有要接的")
            < shown.index("出租车公司在找车")
            < shown.index("交给出租车公司了，还没找到车")
        )
        for untrue in ("现在没有人等", "别人在办的", "还没人接"):
            assert untrue not in shown
        await kiosk.submit(taxi(mode="exercise"))
        shown = (await page.get("/desk/")).text
        assert "记在这里，不用接" in shown
        assert "别人在办的" not in shown


@pytest.mark.parametrize(("demo", "how"), [(True, "停下 kiosk demo"), (False, "找管理员")])
async def test_a_spent_link_says_so_and_how_to_get_another(tmp_path: Path, demo: bool, how: str) -> None:
    async with desk_house(tmp_path, demo=demo) as house:
        staff = await house.staff()
        async with house.hub.database.work() as work:
            path = await create_one_time_login(work.session, staff, house.clock.now())
        first, second = house.browser(), house.browser()
        assert "现在没有人等" in (await first.get(path)).text
        again = await second.get(path)
        assert again.status_code == 410
        assert "只能用一次" in again.text
        assert how in again.text
        assert "现在没有人等" in (await first.get(path)).text, "who is in stays in"
