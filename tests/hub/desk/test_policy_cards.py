"""Policy cards in the studio: written as forms, judged at their fields, signed, undone, tried, asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from uuid6 import uuid7

from kiosk.content.policy.cards_check import check_cards
from kiosk.content.policy.cards_read import read_card
from kiosk.content.policy.lexicon import Lexicon
from kiosk.hub import asked
from kiosk.hub.studio.policy_picture import NotDrawn, draw
from tests.hub.desk.house import Browser, DeskHouse

pytestmark = pytest.mark.anyio
BASE = "/desk/studio/policies"
CARD = f"{BASE}/cards/allowance"


class _Form(HTMLParser):
    """The fields of one form as a browser would send them."""

    def __init__(self, html: str, form_id: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.action = ""
        self._id, self._on = form_id, False
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag == "form":
            self._on = given.get("id") == self._id
            self.action = given["action"] if self._on else self.action
        if not self._on:
            return
        name = given.get("name") or ""
        if tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.fields[name] = given.get("value") or ""
        if tag == "textarea":
            self._area, self.fields[name] = name, ""
        if tag == "select":
            self._select, self.fields[name] = name, ""
        if tag == "option" and "selected" in given:
            self.fields[self._select] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._on = self._on and tag != "form"


async def boss(house: DeskHouse, username: str = "li", name: str = "李主任") -> Browser:
    return await house.signed_in(username, name, "administrator")


async def form(browser: Browser, path: str, form_id: str = "card-form") -> _Form:
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return _Form(answer.text, form_id)


async def send(browser: Browser, given: _Form, **changes: str) -> Any:
    fields = given.fields | changes
    fields.pop("csrf")
    return await browser.post(given.action, **fields)


def raw(house: DeskHouse, name: str = "allowance") -> bytes:
    return house.hub.studio.read("policies", f"cards/{name}.yaml")[0]


def stamp(house: DeskHouse, name: str = "allowance") -> str:
    return house.hub.studio.read("policies", f"cards/{name}.yaml")[1]


@pytest.mark.parametrize("role", ["volunteer", "duty"])
async def test_only_administrators_get_in(role: str, house: DeskHouse) -> None:
    other = await house.signed_in(role=role)
    for path in ("/cards", "/new-card", "/cards/allowance", "/cards/allowance/rule", "/cards/allowance/try",
                 "/cards/allowance/picture", "/cards/allowance/picture.png", "/saying"):  # fmt: skip
        assert (await other.get(BASE + path)).status_code == 403
    for path in ("/cards/allowance/save/x", "/cards/allowance/sign", "/cards/allowance/undo", "/cards/allowance/try"):
        assert (await other.post(BASE + path, part="card")).status_code == 403


async def test_the_list_says_what_is_a_draft_and_what_residents_see(house: DeskHouse) -> None:
    page = (await (await boss(house)).get(f"{BASE}/cards")).text
    assert "老年综合津贴" in page
    assert "草稿，还没人核对" in page
    assert "居民现在看到的金额是：请问窗口" in page


@pytest.mark.parametrize("path", ["/cards/no-such-card", "/cards/..%2f..", "/cards/no-such-card/try"])
async def test_what_is_not_there_is_a_page_that_says_so(path: str, house: DeskHouse) -> None:
    assert (await (await boss(house)).get(BASE + path)).status_code == 404


async def test_a_form_that_comes_back_unchanged_changes_nothing_the_card_says(house: DeskHouse) -> None:
    browser = await boss(house)
    before = raw(house)
    for path, part in ((CARD, "card-form"), (f"{CARD}/rule", "rule-form")):
        assert (await send(browser, await form(browser, path, part))).status_code == 200
    was, now = (read_card("cards/allowance.yaml", one)[0] for one in (before, raw(house)))
    assert was
    assert now
    assert [fact.say for fact in now.sections["what"]] == [fact.say for fact in was.sections["what"]]
    assert (now.names, now.amounts, now.status, now.rule is None) == (was.names, was.amounts, was.status, False)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("who-0-say", "这一句话实在是太长了，谁也不能一口气把它念完的。", "最多二十个"),
        ("who-0-say", "请登录APP办。", "不是中文"),
        ("who-0-source", "", "这里还空着"),
        ("who-0-article", "", "要写第几条"),
        ("what-0-say", "每月三十元。", "请写到金额里"),
        ("sources-0-in_force", "去年", "不是日子"),
        ("answer-0-say", "没有句号", "只要一句话"),
    ],
)
async def test_u19_and_every_fault_stand_at_the_field_and_nothing_typed_is_lost(
    field: str, text: str, said: str, house: DeskHouse
) -> None:
    browser = await boss(house)
    before = raw(house)
    answer = await send(browser, await form(browser, CARD), **{field: text})
    assert answer.status_code == 422
    at = re.search(rf'<label for="c-{field}">.*?</label>(.*?)<(?:input|select)', answer.text, re.DOTALL)
    assert at
    assert said in at[1]
    assert text in answer.text
    assert raw(house) == before


async def test_more_rows_keep_what_is_typed_and_save_nothing(house: DeskHouse) -> None:
    browser = await boss(house)
    before = raw(house)
    answer = await send(browser, await form(browser, CARD), **{"who-1-say": "还没写完", "more": "who"})
    assert answer.status_code == 200
    assert "还没写完" in answer.text
    assert 'name="who-4-say"' in answer.text
    assert raw(house) == before


async def test_a_person_signs_by_name_and_date_and_any_change_makes_it_a_draft_again(house: DeskHouse) -> None:
    browser = await boss(house)
    await browser.get(CARD)
    answer = await browser.post(f"{CARD}/sign", stamp=stamp(house))
    assert "记下您核对过了" in answer.text
    card, _ = read_card("cards/allowance.yaml", raw(house))
    assert card
    assert card.checked
    assert (card.checked.by, card.checked.on) == ("李主任", house.clock.now().date())
    assert (await send(browser, await form(browser, CARD))).status_code == 200
    assert (again := read_card("cards/allowance.yaml", raw(house))[0])
    assert again.checked  # nothing was changed
    await send(browser, await form(browser, CARD), official="老年津贴")
    changed, _ = read_card("cards/allowance.yaml", raw(house))
    assert changed
    assert (changed.status, changed.names.official) == ("草稿", "老年津贴")


async def test_a_card_checked_over_a_year_ago_stands_in_the_list(house: DeskHouse) -> None:
    browser = await boss(house)
    await browser.get(CARD)
    await browser.post(f"{CARD}/sign", stamp=stamp(house))
    house.clock.advance(367 * 24 * 3600)
    later = await house.signed_in("zhou", "周师傅", "administrator")
    assert "满一年了" in (await later.get(f"{BASE}/cards")).text


async def test_two_administrators_at_once_lose_nothing_and_undo_brings_it_back(house: DeskHouse) -> None:
    first, second = await boss(house), await boss(house, "zhou", "周师傅")
    mine, theirs = await form(first, CARD), await form(second, CARD)
    await send(second, theirs, official="周师傅写的名字")
    answer = await send(first, mine, official="李主任写的名字")
    assert answer.status_code == 409
    assert "周师傅 刚改过这张卡" in answer.text
    assert "周师傅写的名字" in answer.text
    assert "正式的名字</a></dt>" in answer.text  # the field by the words that stand beside it
    assert "official</a></dt>" not in answer.text
    assert "李主任写的名字" in answer.text
    assert "周师傅写的名字".encode() in raw(house)
    await send(first, _Form(answer.text, "card-form"))  # now knowingly
    assert "李主任写的名字".encode() in raw(house)
    await first.post(f"{CARD}/undo", stamp=stamp(house))
    assert "周师傅写的名字".encode() in raw(house)
    late = await first.post(f"{CARD}/undo", stamp="0" * 32)
    assert "刚改过这张卡" in late.text
    signed = await first.post(f"{CARD}/sign", stamp="0" * 32)
    assert "刚改过这张卡" in signed.text
    assert b"checked" not in raw(house)


async def test_a_full_disk_says_so_and_keeps_what_was_typed(house: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = await boss(house)
    given = await form(browser, CARD)

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(house.hub.studio, "write", full)
    answer = await send(browser, given, official="写了半天的名字")
    assert "没存上" in answer.text
    assert "写了半天的名字" in answer.text


async def test_a_file_that_is_no_yaml_can_be_undone(house: DeskHouse) -> None:
    browser = await boss(house)
    before, path = raw(house), "cards/allowance.yaml"
    house.hub.studio.write("policies", path, b"a: [", stamp(house), "周师傅")
    page = await browser.get(CARD)
    assert "这张卡读不出来" in page.text
    await browser.post(f"{CARD}/undo", stamp=stamp(house))
    assert raw(house) == before


RULE = {"conditions-0-fact": "age", "conditions-0-how": "at_least", "conditions-0-value": "elder"}
OLD_ENOUGH = {"who": "刚满六十", "on": "2026-01-01", "age": "60"}


async def test_a_rule_is_tried_on_a_person(house: DeskHouse) -> None:
    browser = await boss(house)
    await browser.get(f"{CARD}/try")
    for age, answer in (("59", "not"), ("60", "perhaps"), ("", "perhaps")):
        page = (await browser.post(f"{CARD}/try", on="2026-01-01", age=age)).text
        assert f'data-answer="{answer}"' in page
    assert "满六十岁" in page
    assert "还不知道" in page
    page = (await browser.post(f"{CARD}/try", on="2026-01-01", age="59")).text
    assert "这样就不同了" in page
    assert "年龄 60" in page
    assert "规则还不管用" in (await browser.post(f"{CARD}/try", on="2010-01-01", age="70")).text


@pytest.mark.parametrize(
    "wrong", [{"age": "300"}, {"age": "-1"}, {"on": "昨天"}, {"registered": "mars"}, {"age": "9" * 40}]
)
async def test_a_person_with_nonsense_is_refused(wrong: dict[str, str], house: DeskHouse) -> None:
    browser = await boss(house)
    await browser.get(f"{CARD}/try")
    answer = await browser.post(f"{CARD}/try", **({"on": "2026-01-01"} | wrong))
    assert answer.status_code == 422
    assert "填得不对" in answer.text


async def test_a_person_becomes_a_test_of_the_card_and_a_failing_one_refuses_the_signature_and_publishing(
    house: DeskHouse,
) -> None:
    browser = await boss(house)
    await browser.get(f"{CARD}/try")
    good = await browser.post(f"{CARD}/try", **OLD_ENOUGH, expected="perhaps", keep="yes", stamp=stamp(house))
    assert "这个例子记下了" in good.text
    await browser.post(f"{CARD}/try", **OLD_ENOUGH, expected="not", keep="yes", stamp=stamp(house))
    page = (await browser.get(f"{CARD}/rule")).text
    assert page.count('data-passed="yes"') == 1
    assert page.count('data-passed="no"') == 1
    refused = await browser.post(f"{CARD}/sign", stamp=stamp(house))
    assert "有例子不对" in refused.text
    assert b"checked:" not in raw(house)
    (fault,) = house.hub.studio.check("policies").faults
    assert "expected not" in fault.what
    assert "有 1 处要改" not in (await browser.get(f"{BASE}/cards")).text
    assert "有 1 个例子不对" in (await browser.get(f"{BASE}/cards")).text
    rule = await form(browser, f"{CARD}/rule", "rule-form")
    assert (await send(browser, rule, **{"tests-1-answer": "perhaps"})).status_code == 200
    assert "记下您核对过了" in (await browser.post(f"{CARD}/sign", stamp=stamp(house))).text
    assert house.hub.studio.check("policies").faults == ()


async def test_a_test_without_its_answer_is_not_kept(house: DeskHouse) -> None:
    browser = await boss(house)
    await browser.get(f"{CARD}/try")
    answer = await browser.post(f"{CARD}/try", **OLD_ENOUGH, keep="yes", stamp=stamp(house))
    assert "还没记下" in answer.text
    assert b"tests" not in raw(house)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("conditions-0-fact", "", "还空着"),
        ("conditions-0-value", "很老", "不能填在这里"),
        ("conditions-0-say", "", "还空着"),
        ("parameters-0-from", "", "还空着"),
        ("rule_from", "", "还空着"),
    ],
)
async def test_a_rule_with_a_fault_is_not_saved(field: str, text: str, said: str, house: DeskHouse) -> None:
    browser = await boss(house)
    before = raw(house)
    answer = await send(browser, await form(browser, f"{CARD}/rule", "rule-form"), **{field: text})
    assert answer.status_code == 422
    assert said in answer.text
    assert raw(house) == before


async def test_a_parameter_changes_from_a_day_on(house: DeskHouse) -> None:
    browser = await boss(house)
    given = await form(browser, f"{CARD}/rule", "rule-form")
    more = {"parameters-0-to": "2026-12-31"}
    more |= dict(zip((f"parameters-1-{key}" for key in ("name", "value", "from", "source", "article")),
                     ("elder", "65", "2027-01-01", "elders", "第二条"), strict=True))  # fmt: skip
    assert (await send(browser, given, **more)).status_code == 200
    for on, answer in (("2026-12-31", "perhaps"), ("2027-01-01", "not")):
        assert f'data-answer="{answer}"' in (await browser.post(f"{CARD}/try", on=on, age="62")).text


NEW = {
    "id": "tea", "official": "样板茶点补贴", "topic": "money", "picture": "cash", "everyday": "茶点钱",
    "sources-0-name": "s1", "sources-0-document": "样板市茶点办法", "sources-0-text": "tea",
    "sources-0-in_force": "2020-03-01", "answer-0-say": "老人每年有茶点。", "answer-0-source": "s1",
    "answer-0-article": "第三条",
}  # fmt: skip


async def ask(house: DeskHouse, words: str, count: int = 3) -> None:
    kiosk = await house.kiosk()
    told = {"sent_at": house.clock.now().isoformat(), "batch": str(uuid7()),
            "asked": [{"outcome": "nothing", "about": words, "count": count}]}  # fmt: skip
    assert (await kiosk.http.post("/v1/heartbeat", json=told, headers=kiosk.headers)).status_code == 200


async def unanswered(house: DeskHouse) -> list[str]:
    async with house.hub.database.read() as session:
        return [one.words for one in await asked.unanswered(session)]


async def test_an_unanswered_question_becomes_a_card_with_one_click(house: DeskHouse) -> None:
    await ask(house, "茶点哪里拿")
    browser = await boss(house)
    page = (await browser.get("/desk/questions")).text
    path = re.search(r'id="write-1" href="([^"]+)"', page)
    assert path
    given = await form(browser, path[1])
    assert given.fields["everyday"] == "茶点哪里拿"
    answer = await send(browser, given, **NEW)
    assert "样板茶点补贴" in answer.text
    assert await unanswered(house) == []
    card, faults = read_card("cards/tea.yaml", raw(house, "tea"))
    assert faults == ()
    assert card
    assert card.status == "草稿"
    assert house.hub.studio.check("policies").faults == ()
    taken = await send(browser, given, **NEW)
    assert "已经有一张卡叫 tea" in taken.text
    await browser.post(f"{BASE}/cards/tea/undo", stamp=stamp(house, "tea"))
    assert "cards/tea.yaml" not in house.hub.studio.files("policies")


@pytest.mark.parametrize("name", ["", "../up", "Tea", "茶"])
async def test_a_new_card_with_no_usable_id_is_refused_at_the_field(name: str, house: DeskHouse) -> None:
    browser = await boss(house)
    answer = await send(browser, await form(browser, f"{BASE}/new-card"), **(NEW | {"id": name}))
    assert answer.status_code == 422
    assert 'id="e-id-1"' in answer.text


async def test_an_unanswered_question_becomes_a_saying(house: DeskHouse) -> None:
    await ask(house, "茶点哪里拿")
    browser = await boss(house)
    page = (await browser.get(f"{BASE}/saying?words=茶点哪里拿")).text
    assert 'value="茶点哪里拿"' in page
    wrong = await browser.post(f"{BASE}/saying", words="茶点哪里拿", said="茶点 = 毒", meant="补贴")
    assert "还没加上" in wrong.text
    assert await unanswered(house) == ["茶点哪里拿"]
    await browser.post(f"{BASE}/saying", words="茶点哪里拿", said="茶点哪里拿，吃茶", card="老年综合津贴")
    text = house.hub.studio.read("policies", "words/studio.txt")[0].decode()
    assert "茶点哪里拿 吃茶 > 老年综合津贴" in text.splitlines()
    lexicon = Lexicon()
    lexicon.add("studio.txt", text.splitlines())
    assert lexicon.rewrite("吃茶呀") == "老年综合津贴呀"
    assert await unanswered(house) == []
    assert house.hub.studio.check("policies").faults == ()


async def test_a_question_that_is_none_of_ours_is_put_away(house: DeskHouse) -> None:
    await ask(house, "今天菜价")
    browser = await boss(house)
    page = (await browser.get("/desk/questions")).text
    assert "不归我们管" in page
    await browser.post("/desk/questions/settled", words="今天菜价")
    assert await unanswered(house) == []


async def test_what_was_asked_and_refused_is_drawn_by_the_month(house: DeskHouse) -> None:
    await ask(house, "今天菜价", 3)
    duty = await house.signed_in("duty", "值班员", "duty")
    page = (await duty.get("/desk/questions")).text
    assert "答上 0 次，没答上 3 次" in page
    assert '<rect class="rest" width="3"' in page
    assert "write-1" not in page  # only administrators write cards


async def test_every_fault_of_the_check_has_words(house: DeskHouse) -> None:
    """Faults that the form can bring are said in the administrator's language, none as the check writes them."""
    browser = await boss(house)
    given = await form(browser, CARD)
    empty = {name: "" for name in given.fields if name not in ("csrf", "part", "asked")}
    answer = await browser.post(given.action, part="card", **empty)
    assert answer.status_code == 422
    assert "这里不对" not in answer.text


async def test_the_kiosk_draws_the_card_as_a_program(house: DeskHouse) -> None:
    browser = await boss(house)
    page = (await browser.get(f"{CARD}/picture?page=who")).text
    assert "picture.png?page=who" in page
    answer = await browser.get(f"{CARD}/picture.png?page=who")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert (await browser.get(f"{CARD}/picture.png?page=cellar")).status_code == 404


async def test_what_cannot_be_drawn_says_why(house: DeskHouse) -> None:
    with pytest.raises(NotDrawn, match="is missing"):
        await draw("tea", b"id: tea\n", "card", "standard", house.clock.now().date())


def _files() -> Iterator[Path]:
    yield from (Path(__file__).resolve().parents[3] / "assets/content/policies/cards").glob("*.yaml")


async def test_every_shipped_card_opens_saves_and_stays_without_fault(house: DeskHouse) -> None:
    browser = await boss(house)
    for path in list(_files())[:6]:
        for page, name in (("", "card-form"), ("/rule", "rule-form")):
            given = await form(browser, f"{BASE}/cards/{path.stem}{page}", name)
            assert (await send(browser, given)).status_code == 200
    files = {path.name: house.hub.studio.read("policies", f"cards/{path.name}")[0] for path in _files()}
    assert check_cards(files)[1] == []
