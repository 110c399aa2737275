"""Server-sent events out of bytes, cut anywhere; and what the client makes of a stream's messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.adapters.hub import _item
from kiosk.adapters.hub.sse import MAX_MESSAGE, Parser, Sent, TooLong
from kiosk.domain.presence import Presence
from kiosk.domain.request import Event, Role, Status

STREAM = (
    ": ping\n\n"
    'event: presence\ndata: {"listening": 1}\n\n'
    "id: 7\r\nevent: request\r\ndata: 一\r\ndata:二\r\n\r\n"
    "\n\n"
    "retry: 10\nid: 8\rdata\r\r"
    "data: last\n\n"
    "data: never finished"
).encode()
WANTED = [Sent("presence", '{"listening": 1}', ""), Sent("request", "一\n二", "7"), Sent("message", "", "8"),
          Sent("message", "last", "8")]  # fmt: skip


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_wherever_the_bytes_are_cut_the_messages_are_the_same(cuts: list[int]) -> None:
    parser, got, last = Parser(), list[Sent](), 0
    for cut in [*sorted(cuts), len(STREAM)]:
        got += parser.feed(STREAM[last:cut])
        last = cut
    assert got == WANTED


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_garbage_raises_nothing(chunks: list[bytes]) -> None:
    parser = Parser()
    for chunk in chunks:
        assert all(isinstance(sent, Sent) for sent in parser.feed(chunk))


@pytest.mark.parametrize("line", [b"data: x", b": comment", b"data: x\n"])
def test_a_message_without_end_is_refused(line: bytes) -> None:
    parser, many = Parser(), line * 100

    def feed_for_ever() -> None:
        for _ in range(MAX_MESSAGE):
            parser.feed(many)

    with pytest.raises(TooLong):
        feed_for_ever()


EVENT = (
    '{"seq": 3, "id": "e", "request_id": "r", "what": "accepted", "status": "accepted", "role": "volunteer",'
    ' "name": "王阿姨", "at": "2026-11-20T01:00:00Z", "more": 1}'
)


def test_a_request_message_is_an_event_and_more_fields_do_no_harm() -> None:
    event = _item(Sent("request", EVENT, "3"))
    assert isinstance(event, Event)
    assert (event.hub_seq, event.status, event.by.role, event.by.name) == (3, Status.ACCEPTED, Role.VOLUNTEER, "王阿姨")


def test_a_presence_message_says_who_is_there() -> None:
    assert _item(Sent("presence", '{"listening": 2, "on_duty": ["王阿姨"]}', "")) == Presence(2, ("王阿姨",))


@pytest.mark.parametrize(
    "sent",
    [
        Sent("request", "{", "1"),
        Sent("request", EVENT.replace('"accepted",', '"teleported",', 2), "3"),
        Sent("new", "{}", ""),
    ],
)
def test_what_a_newer_hub_may_say_is_passed_over(sent: Sent) -> None:
    assert _item(sent) is None
