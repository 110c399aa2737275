"""What the kiosk may expect of a hub, kept by the fake and by the client over HTTP and pinned HTTPS alike."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials
from kiosk.domain.details import HelpCall
from kiosk.domain.presence import Presence
from kiosk.domain.request import Event, Status, What
from kiosk.errors import HubRefused, HubStumbled, HubUnreachable, NotEnrolled
from kiosk.ports.hub import Beat, HubLink
from tests.fakes import certificates
from tests.fakes.hub import HUB_TIME, FakeHub, HubBook
from tests.fakes.hub_server import TOKEN, HubServer
from tests.fakes.requests import AT, own, recorded


@dataclass
class Pair:
    book: HubBook
    link: HubLink


@pytest.fixture(params=["fake", "http", "https"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    book = HubBook()
    with ExitStack() as stack:
        link: HubLink = FakeHub(book)
        if request.param != "fake":
            tls = certificates.make(tmp_path) if request.param == "https" else None
            server = HubServer(book, tls.context if tls else None)
            stack.callback(server.close)
            known = Credentials(server.url, "kiosk-1", TOKEN, tls.ca_pem if tls else "")
            link = HubClient(lambda: known)
        stack.callback(link.close)
        yield Pair(book, link)


def test_a_submission_is_delivered(pair: Pair) -> None:
    request = replace(recorded(), seq=3, number=12)
    reply = pair.link.submit(request, boot="boot-1", now=1012.5)
    assert reply.status is Status.DELIVERED
    assert [e.what for e in reply.events] == [What.RECORDED, What.DELIVERED]
    assert [e.hub_seq for e in reply.events] == [1, 2]
    assert reply.hub_time == HUB_TIME
    assert reply.presence == pair.book.presence
    sent = pair.book.submissions[request.id]
    assert (sent.details, sent.seq, sent.number, sent.valid_for) == (request.details, 3, 12, 900.0)
    assert pair.book.ages[request.id] == 12.5


def test_an_unknown_age_stays_unknown(pair: Pair) -> None:
    request = recorded()
    assert pair.link.submit(request, boot="boot-2", now=5.0).status is Status.EXPIRED
    assert pair.book.ages[request.id] is None
    assert pair.book.taken == []


def test_twice_is_once(pair: Pair) -> None:
    request = recorded(HelpCall("home"))
    first = pair.link.submit(request, boot="", now=0)
    assert pair.link.submit(request, boot="", now=0) == first
    event = own(request, What.NOT_SEEN)
    again = pair.link.add_event(event)
    assert pair.link.add_event(event) == again
    assert [e.id for e in again.events].count(event.id) == 1


def test_fetch_tells_where_it_stands(pair: Pair) -> None:
    request = recorded()
    pair.link.submit(request, boot="boot-1", now=1000)
    pair.book.desk(request.id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    pair.book.desk(request.id, What.SAID, text="马上来")
    reply = pair.link.fetch(request.id)
    assert reply.status is Status.ACCEPTED
    assert reply.events[-2].by.name == "王阿姨"
    assert reply.events[-1].facts == {"text": "马上来"}


@pytest.mark.parametrize("code", ["invalid", "version", "conflict"])
def test_a_refusal_names_its_reason(pair: Pair, code: str) -> None:
    pair.book.refusals["submit"] = code
    with pytest.raises(HubRefused) as refused:
        pair.link.submit(recorded(), boot="", now=0)
    assert refused.value.code == code


def test_a_hub_that_fails_over_it_may_have_taken_it(pair: Pair) -> None:
    pair.book.refusals["submit"] = "unforeseen"
    with pytest.raises(HubStumbled) as stumbled:
        pair.link.submit(recorded(), boot="", now=0)
    assert stumbled.value.sent


def test_an_event_of_an_unknown_request_is_refused(pair: Pair) -> None:
    with pytest.raises(HubRefused) as refused:
        pair.link.add_event(own(recorded(), What.NOT_SEEN))
    assert refused.value.code == "not_found"


STRANGE = ("", "strange", "0b9c2a4e-1f3d-5a6b-8c7d-9e0f1a2b3c4d")  # none, no UUID, a UUID of version 5


@pytest.mark.parametrize("ident", STRANGE)
def test_an_id_of_another_form_is_refused_and_nothing_of_it_is_kept(pair: Pair, ident: str) -> None:
    request = recorded()
    birth = replace(request.events[0], id=ident)
    asks: list[Callable[[], object]] = [
        lambda: pair.link.submit(replace(request, id=ident, events=()), boot="", now=0),
        lambda: pair.link.submit(replace(request, events=(birth,)), boot="", now=0),
    ]
    for ask in asks:
        with pytest.raises(HubRefused) as refused:
            ask()
        assert refused.value.code == "invalid"
    pair.link.submit(request, boot="boot-1", now=1000.0)
    with pytest.raises(HubRefused) as refused:
        pair.link.add_event(replace(own(request, What.NOT_SEEN), id=ident))
    assert refused.value.code == "invalid"
    assert list(pair.book.submissions) == [request.id]
    assert len(pair.book.events) == 2


def test_a_revoked_kiosk_is_told_so(pair: Pair) -> None:
    pair.book.revoked = True
    with pytest.raises(NotEnrolled):
        pair.link.submit(recorded(), boot="", now=0)
    with pytest.raises(NotEnrolled):
        next(pair.link.stream(0))


def test_a_lost_reply_may_have_taken_effect(pair: Pair) -> None:
    request = recorded()
    pair.book.lose_replies = 1
    with pytest.raises(HubUnreachable) as lost:
        pair.link.submit(request, boot="boot-1", now=1000)
    assert lost.value.sent
    assert pair.link.submit(request, boot="boot-1", now=1000).status is Status.DELIVERED
    assert pair.book.taken == [request.id]


def test_a_beat_is_answered(pair: Pair) -> None:
    beat = Beat(AT, "home", 2, ("store_moved_aside",))
    pulse = pair.link.beat(beat)
    assert (pulse.hub_time, pulse.presence) == (HUB_TIME, pair.book.presence)
    assert pair.book.beats == [beat]


def test_the_stream_resumes_after_what_is_known(pair: Pair) -> None:
    request = recorded()
    pair.link.submit(request, boot="boot-1", now=1000)
    pair.book.desk(request.id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    presences: list[Presence] = []
    events: list[Event] = []
    for batch in pair.link.stream(1):
        presences += [i for i in batch if isinstance(i, Presence)]
        events += [i for i in batch if isinstance(i, Event)]
        if len(events) == 2:
            break
    assert presences == [pair.book.presence]
    assert [e.hub_seq for e in events] == [2, 3]


def test_the_stream_tells_what_happens_now(pair: Pair) -> None:
    request = recorded()
    pair.link.submit(request, boot="boot-1", now=1000)
    stream = pair.link.stream(2)
    assert next(stream) == (pair.book.presence,)
    pair.book.desk(request.id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    heard = next(batch for batch in stream if batch)
    assert [i.what for i in heard if isinstance(i, Event)] == [What.ACCEPTED]
    pair.book.attend(Presence(0))
    assert next(batch for batch in stream if batch) == (Presence(0),)


def test_closing_ends_a_stream_at_once(pair: Pair) -> None:
    stream = pair.link.stream(0)
    next(stream)
    ended = threading.Event()

    def listen() -> None:
        with pytest.raises(HubUnreachable):
            for _ in stream:
                pass
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    pair.link.close()
    assert ended.wait(2.0)
    with pytest.raises(HubUnreachable) as closed:
        pair.link.beat(Beat(AT))
    assert not closed.value.sent


def test_r1_a_recording_is_taken_once_by_its_id(pair: Pair) -> None:
    request = recorded()
    pair.link.submit(request, boot="boot-1", now=1.0)
    note = own(request, What.VOICE_NOTE, seconds=3)
    sound = bytes(range(256)) * 1000
    pair.link.attach(request.id, note.id, sound)
    pair.link.attach(request.id, note.id, b"other")
    assert pair.book.sounds == {note.id: sound}
    with pytest.raises(HubRefused):
        pair.link.attach("strange", note.id, sound)
