"""U26: the desk meets U1 to U6 at 50 cm and U9, measured in real Chromium on every page, size, colour and language.

A CSS pixel is taken as 1/96 inch. 0.7 degrees at 50 cm are 6.11 mm; 口 in Noto Sans CJK SC is 0.759 of the type size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kiosk.domain.rota import Span
from kiosk.hub.alarms import plan
from kiosk.hub.content.ceremony import hold
from kiosk.hub.content.keys import lock, new_signer
from kiosk.hub.requests.service import StaffRef
from kiosk.hub.studio.pictures import Pictures
from kiosk.text import LANGUAGES
from tests.faults.count import FULL
from tests.hub.desk.browsers import DESKTOP, TELEPHONE, calm, chromium, sit_down, window
from tests.hub.desk.running import RunningDesk, running
from tests.hub.house import alarm, event, help_call, taxi

MM = 25.4 / 96
SMALLEST = 500 * math.tan(math.radians(0.7)) / MM / 0.759  # type size in px for 0.7 degrees
DECIDING = 500 * math.tan(math.radians(1.0)) / MM / 0.759
TARGET = 20 / MM
GAP = 3 / MM
FACTOR = {"standard": 1.0, "large": 1.4, "huge": 2.0}
NARROW_HUGE = 1.5  # U2: on small displays the largest size is 1.5 times
RESIDENTS = ("residents", "residents/new", "card", "resident", "caller")
PAGES = (
    "board",
    "request",
    "mine",
    "history",
    "kiosks",
    "code",
    "staff",
    "audit",
    "me",
    "quality",
    "steps",
    "duty",
    "shift",
    *RESIDENTS,
    "studio",
    "studio/lessons",
    "studio/lessons/changes",
    "studio/lessons/lessons/volume.yaml",
    "studio/lessons/lessons/volume.yaml?at=step-2",
    "studio/lessons/lessons/volume.yaml?at=quiz-1",
    "studio/lessons/files/volume.yaml",
    "alarm",
    "call",
)

MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    folder = tmp_path_factory.mktemp("hub")
    with running(folder, demo=True) as started:
        hub = started.hub  # with a key at hand, so that the studio shows every form it has
        administrator = new_signer("administrator")
        hold(hub.content, [new_signer(f"stick-{n}") for n in (1, 2, 3)], administrator, hub.clock.now())
        lock(administrator, "three birds and a pond", folder / "keys" / "administrator.key", cost=2**10)
        hub.pictures = Pictures(folder / "pictures", ("false",))  # where nothing can be drawn, words stand in its place
        yield started


def too_near(targets: list[list[Any]]) -> list[str]:
    """Pairs of targets that overlap or are nearer than 3 mm."""
    found = []
    for n, (left, top, right, bottom, name) in enumerate(targets):
        for left2, top2, right2, bottom2, other in targets[n + 1 :]:
            across = max(left2 - right, left - right2)
            down = max(top2 - bottom, top - bottom2)
            if max(across, down) < GAP - 0.5:
                found.append(f"{max(across, down) * MM:.1f} mm between {name} and {other}")
    return found


def audit(page: Page, size: str, width: int, where: str) -> list[str]:
    factor = NARROW_HUGE if size == "huge" and width < 900 else FACTOR[size]
    measured = page.evaluate(MEASURE)
    faults = [f"{where}: {fault}" for fault in measured["faults"]]
    smallest = min(float(px) for px in measured["sizes"])
    if smallest < SMALLEST * factor:
        faults.append(f"{where}: type of {smallest} px: {measured['sizes'][f'{smallest:.1f}']}")
    for left, top, right, bottom, name in measured["targets"]:
        if min(right - left, bottom - top) < TARGET:
            faults.append(f"{where}: target {right - left:.0f} x {bottom - top:.0f} px: {name}")
    return faults + [f"{where}: {pair}" for pair in too_near(measured["targets"])]


def visit(page: Page, name: str, ids: dict[str, str], url: str) -> None:
    """Bring the page into this state; every key that opens something is open."""
    if name in ("board", "alarm"):
        page.goto(f"{url}/desk/")
    elif name in ("request", "mine", "call"):
        page.goto(f"{url}/desk/requests/{ids[name]}")
    elif name == "code":
        page.goto(f"{url}/desk/kiosks")
        page.click("#new-code")
        page.wait_for_selector(".secret")
    elif name in ("card", "resident"):
        page.goto(f"{url}/desk/residents/{ids['resident']}")
        if name == "card":
            page.click("#issue")
            page.wait_for_selector("#card")
    elif name == "caller":
        page.goto(f"{url}/desk/residents")
        page.fill("#f-typed", "021-00000000")
        page.click("#find")
        page.wait_for_selector("#call-taxi")
    else:
        page.goto(f"{url}/desk/{name}")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


LOOKS = (("standard", "light"), ("large", "dark"), ("huge", "contrast"))
WINDOWS = (DESKTOP, TELEPHONE)
EVERY = tuple(product(range(len(LOOKS)), range(len(WINDOWS)), LANGUAGES))
# With the tests one half, in which every two of look, window and language meet; all of them with `make faults`.
HALF = tuple((look, shape, LANGUAGES[(look + shape) % 2]) for look, shape, _ in EVERY[::2])


@pytest.mark.parametrize(("look", "shape", "language"), EVERY if FULL else HALF)
def test_u1_to_u6_and_u9_on_every_page(
    browser: Browser, desk: RunningDesk, look: int, shape: int, language: str
) -> None:
    """Pages in the unarmed (red) state, which holds everything the armed one does, and the board armed as well."""
    (size, palette), window_size = LOOKS[look], WINDOWS[shape]
    kiosk, width = desk.kiosk(), window_size[0]
    ids = {"request": kiosk.submit(full_taxi()), "mine": kiosk.submit(full_taxi())}
    kiosk.submit(help_call())
    kiosk.beat(faults=["sound"], pending=2)
    page = window(browser, window_size)
    name = f"p{len(language)}{width}{size}".lower()
    page.goto(desk.url + "/desk/login?language=" + language)
    faults = audit(page, "standard", width, "login")
    page.context.add_cookies([{"name": "desk_look", "value": f"{size}.{palette}.{language}", "url": desk.url}])
    staff = desk.staff(name, "王阿姨", "administrator", language)
    sit_down(page, desk, staff)
    faults += audit(page, size, width, "armed board")
    ids["resident"] = desk.resident(staff)
    desk.run(planned(desk, staff))
    page.click(f"#accept-{ids['mine']}")
    page.wait_for_selector("#close")
    for state in PAGES:
        if state == "alarm":
            ids["call"] = call = kiosk.submit(alarm())
            kiosk.post_event(call, event("answer", facts={"question": "where", "answer": "chest"}))
        visit(page, state, ids, desk.url)
        faults += audit(page, size, width, state)
    page.goto(desk.url + "/desk/nowhere")
    faults += audit(page, size, width, "sorry")
    calm(page)
    end(desk, page, call)
    assert not faults, "\n".join(sorted(set(faults)))


async def planned(desk: RunningDesk, staff: str) -> None:
    """A group with everything that can be planned, and somebody to telephone; each of its own name."""
    by, now = StaffRef(staff, "王阿姨"), desk.hub.clock.now()
    async with desk.hub.database.work() as work:
        if not await plan.phones(work.session):
            await plan.add_phone(work.session, "李站长", "021-00000000", by, now)
            group = await plan.add_group(work.session, "一楼值班的人", by, now)
            await plan.set_members(work.session, group.id, 1, [staff], by, now)
            await plan.add_hours(work.session, group.id, 2, range(1, 8), Span(0, 1439), by, now)
            await plan.set_day(work.session, group.id, 3, now.astimezone().date() + timedelta(days=9), None, by, now)


def full_taxi() -> dict[str, Any]:
    details = {
        "kind": "taxi",
        "pickup": {"id": "centre", "name": "东街社区中心", "detail": "南门"},
        "destination": {"id": "hospital", "name": "东街医院", "detail": "门诊大门"},
        "people": 2,
        "wheelchair": True,
        "phone": "021-00000000",
    }
    return taxi(details=details)


def end(desk: RunningDesk, page: Page, call: str) -> None:
    """Answer the alarm, so that the next case begins without one."""
    page.goto(desk.url + "/desk/")
    page.click(f"#accept-{call}")
    page.wait_for_selector("#close")
    page.context.close()


def test_u1_what_decides_is_one_degree(browser: Browser, desk: RunningDesk) -> None:
    page = window(browser)
    kiosk = desk.kiosk()
    wish = kiosk.submit(full_taxi())
    sit_down(page, desk, desk.staff("decides", "王阿姨"), arm=False)
    for selector in ("#arm", f"#title-{wish}", f"#accept-{wish}"):
        size = page.evaluate(f"parseFloat(getComputedStyle(document.querySelector('{selector}')).fontSize)")
        assert size >= DECIDING, selector


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("letters", "size"),
    [("standard", (1280, 800)), ("standard", (1366, 768)), ("standard", (1920, 1080)), ("large", (1366, 768))],
)
def test_u26_every_key_of_the_way_around_is_in_sight(
    browser: Browser, desk: RunningDesk, letters: str, size: tuple[int, int], language: str
) -> None:
    """Under the demo's band too, the bell with them, and no word broken."""
    page = window(browser, size)
    sit_down(page, desk, desk.staff(f"{letters}{size[0]}{language}".lower(), "王阿姨", "administrator", language))
    page.context.add_cookies([{"name": "desk_look", "value": f"{letters}.light.{language}", "url": desk.url}])
    page.goto(desk.url + "/desk/")
    page.wait_for_selector(f"html[data-size={letters}]")
    if page.is_visible("#arm"):
        page.click("#arm")
    page.wait_for_selector("html[data-armed=yes]")
    shelf = page.evaluate("""() => {
      const shelf = document.querySelector(".shelf");
      const keys = [...shelf.querySelectorAll(".key, .state")];
      return {
        hidden: keys.filter((e) => e.getBoundingClientRect().bottom > innerHeight).map((e) => e.innerText),
        broken: keys.filter((e) => e.innerText.trim() && e.scrollHeight > 100).map((e) => e.innerText),
        scrolls: shelf.scrollHeight > shelf.clientHeight,
      };
    }""")
    assert shelf == {"hidden": [], "broken": [], "scrolls": False}
    page.context.close()


def test_u5_in_grey_the_alarm_differs_by_ring_and_mark(browser: Browser, desk: RunningDesk) -> None:
    page = window(browser)
    kiosk = desk.kiosk()
    sit_down(page, desk, desk.staff("grey", "王阿姨"))
    call = kiosk.submit(alarm())
    page.wait_for_selector(".call")
    assert "inset" in page.evaluate("getComputedStyle(document.querySelector('.call')).boxShadow")
    assert page.locator(".call .kind .icon").count() == 1
    end(desk, page, call)


def test_u21_nothing_moves_when_motion_is_not_wanted(browser: Browser, desk: RunningDesk) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(desk.url + "/desk/login")
    assert page.evaluate("getComputedStyle(document.querySelector('.key')).transitionDuration") == "0s"
    context.close()


def test_the_pages_are_used_with_the_paths_this_project_owns(browser: Browser, tmp_path: Path) -> None:
    """Nothing is fetched from anywhere but the hub itself."""
    page = window(browser)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with running(tmp_path) as desk:
        sit_down(page, desk, desk.staff("own", "王阿姨"))
        assert asked
        assert all(url.startswith(desk.url) for url in asked)
