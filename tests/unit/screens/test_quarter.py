"""通知和电话: what counts today, in the resident's language, and nothing where there is nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

import pytest

from kiosk.adapters.quarter import load_quarter
from kiosk.bootstrap.quarter import DEMO, read_quarter
from kiosk.config import DEMO_FILE, load
from kiosk.content.package.check import check_package
from kiosk.content.package.manifest import FILE
from kiosk.content.package.means import ASSETS, means
from kiosk.content.package.quarter import Contact, Notice, Quarter
from kiosk.domain.preferences import Preferences
from kiosk.errors import ContentError
from kiosk.screens.quarter.presenter import Presenter
from kiosk.screens.quarter.state import State
from kiosk.services.quarter import QuarterBoard
from kiosk.services.session import Adjust, Session
from tests.fakes.clock import FakeClock
from tests.fakes.screens import ZH, FakeNavigator, FakeSpeech
from tests.fakes.tasks import InlineTasks

TODAY = date(2026, 11, 20)
DOOR = Notice(
    "door", {"zh_CN": "大门要修", "en": "Gate"}, {"zh_CN": "请走小门。"}, date(2026, 11, 18), date(2026, 11, 21)
)
TEA = Notice("tea", {"zh_CN": "茶会"}, {"zh_CN": "两点在二楼。"}, TODAY, TODAY)
OVER = Notice("over", {"zh_CN": "过去了"}, {"zh_CN": "过去了。"}, date(2026, 11, 1), date(2026, 11, 19))


def contact(name: str, topic: str = "repair") -> Contact:
    hours = {"zh_CN": "上午九点到十点"}
    return Contact(name, topic, {"zh_CN": f"样板{name}"}, "021-00000000", {}, hours, "名单", date(2026, 11, 1))


class Room:
    def __init__(self, quarter: Quarter) -> None:
        self.clock, self.speech, self.navigator = FakeClock(), FakeSpeech(), FakeNavigator()
        self.session = Session(self.clock, Preferences())
        self.session.activity()
        self.quarter = quarter
        self.board = QuarterBoard(lambda: self.quarter, InlineTasks(), self.clock, UTC)
        self.board.start()
        self.shown: list[State] = []
        self.screen = self.opened()

    def opened(self) -> Presenter:
        made = Presenter(
            self.shown.append, speech=self.speech, navigator=self.navigator, session=self.session, board=self.board,
            prints=True,
        )  # fmt: skip
        made.open()
        return made

    @property
    def state(self) -> State:
        return self.shown[-1]

    def choices(self) -> list[str]:
        return [ZH(one.words) for one in self.state.choices]


def test_notices_of_today_stand_first_the_newest_on_top() -> None:
    room = Room(Quarter((DOOR, TEA, OVER), (contact("修灯铺"),)))
    assert room.choices() == ["茶会", "大门要修", "样板修灯铺"]
    assert [ZH(one.detail) for one in room.state.choices if one.detail] == [
        "就在 11 月 20 日这一天", "到 11 月 21 日为止", "021-00000000"]  # fmt: skip
    room.screen.chosen("notice-door")
    assert room.speech.heard().endswith("通知 大门要修 请走小门。 到 11 月 21 日为止")
    assert room.screen.back()
    assert room.choices() == ["茶会", "大门要修", "样板修灯铺"]
    assert not room.screen.back()


def test_many_numbers_go_by_their_topics() -> None:
    room = Room(Quarter((), (*(contact(f"铺{n}") for n in range(4)), contact("食堂", "food"))))
    assert room.choices() == ["修东西", "吃饭买菜"]
    room.screen.chosen("topic-food")
    assert room.choices() == ["样板食堂"]
    room.screen.chosen("contact-食堂")
    assert [ZH(row.words) for row in room.state.rows] == [
        "021-00000000",
        "上午九点到十点",
        "2026 年 11 月 1 日打过电话",
    ]
    assert "021-00000000" in room.speech.heard()
    room.screen.pressed("print")
    (_, screen, args) = room.navigator.went[-1]
    assert screen == "slip"
    assert [ZH(line.words) for line in args["slip"].lines if line.great] == ["样板食堂", "021-00000000"]
    again = room.opened()  # on the way back from the slip
    assert ZH(again.state.title) == "样板食堂"


def test_what_ends_while_it_stands_open_gives_way() -> None:
    room = Room(Quarter((TEA,)))
    room.screen.chosen("notice-tea")
    room.quarter = Quarter()
    room.board.start()
    assert ZH(room.state.big or room.state.title) == "现在没有通知了。"
    assert room.board.today() is None
    room.screen.pressed("leave")
    assert room.navigator.went[-1][0] == "home"


def test_in_another_language_what_is_there_is_shown() -> None:
    room = Room(Quarter((DOOR, TEA)))
    room.session.adjust(Adjust.LANGUAGE)
    assert room.choices() == ["茶会", "Gate"]


def test_a_notice_counts_on_its_days_alone() -> None:
    room = Room(Quarter((DOOR, OVER)))
    assert room.board.notices
    room.clock.advance(2 * 86400)
    assert not room.board.anything


def test_what_cannot_be_read_is_missing_and_says_nothing(tmp_path: Path) -> None:
    board = QuarterBoard(lambda: load_quarter((tmp_path,), ()), InlineTasks(), FakeClock(), UTC)
    board.start()
    assert not board.anything


@pytest.mark.parametrize("text", ["a: b", "- {id: x}",
                                  "- {id: x, title: y, text: {}, from: 2026-01-01, to: 2026-01-01}",
                                  "- {id: x, title: {}, text: {}, from: soon, to: 2026-01-01}"])  # fmt: skip
def test_a_file_that_was_never_checked_is_refused_not_half_used(text: str, tmp_path: Path) -> None:
    (tmp_path / "notices.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentError):
        load_quarter((tmp_path,), ())


def test_the_examples_and_the_invented_district_can_be_read_and_pass_their_check(tmp_path: Path) -> None:
    examples = ASSETS / "content" / "examples"
    found = load_quarter((examples / "notices",), (examples / "directory",))
    assert (len(found.notices), len(found.contacts)) == (1, 1)
    for kind, file in (("notices", "notices.yaml"), ("directory", "services.yaml")):
        folder = tmp_path / kind
        folder.mkdir()
        manifest = (examples / kind / FILE).read_text("utf-8").replace("[zh_CN]", "[zh_CN, en]")
        (folder / FILE).write_text(manifest, "utf-8")
        (folder / file).write_bytes((DEMO / file).read_bytes())
        assert check_package(folder, means()).faults == ()
    demo = load_quarter((DEMO,), (DEMO,))
    assert all("演示" in one["zh_CN"] for one in [n.title for n in demo.notices] + [c.name for c in demo.contacts])


class Nothing:
    def folders(self, kind: str) -> tuple[Path, ...]:
        assert kind
        return ()

    def versions(self) -> dict[str, int]:
        return {}


def test_only_the_demonstration_has_invented_ones(tmp_path: Path) -> None:
    demo = load(DEMO_FILE, {"SILVER_KEY_KIOSK_STATE_DIR": str(tmp_path)})
    assert not read_quarter(demo, Nothing()).empty
    plain = replace(demo, kiosk=replace(demo.kiosk, demo=False))
    assert read_quarter(plain, Nothing()).empty
