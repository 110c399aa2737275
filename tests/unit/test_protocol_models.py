"""The wire: what a request becomes, what comes back, and that nothing gets lost between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kiosk.domain.details import AlarmCall, Details, HelpCall, PlaceRef, TaxiWish
from kiosk.domain.request import Mode, Role, Status, What
from kiosk.protocol.models import EventIn, EventOut, HeartbeatIn, Problem, RequestIn, request_in
from tests.fakes.requests import AT, by_hub, new_id, own, recorded

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
PLACES = st.builds(PlaceRef, TEXT, TEXT, TEXT)
PHONE = st.just("021-00000000")
TAXIS = st.builds(TaxiWish, PLACES, st.none() | PLACES, st.integers(0, 1440), st.integers(1, 4), st.booleans(), PHONE)
ALARMS = st.builds(AlarmCall, TEXT, st.booleans(), st.booleans())
DETAILS = TAXIS | ALARMS | st.builds(HelpCall, TEXT, TEXT, st.booleans())


@given(DETAILS, st.sampled_from(Mode), st.integers(0, 99))
def test_a_request_survives_the_wire(details: Details, mode: Mode, number: int) -> None:
    request = recorded(details, mode=mode, number=number, seq=7)
    sent = RequestIn.model_validate_json(request_in(request, boot="boot-1", now=1002.5).model_dump_json())
    assert sent.details == details
    assert (sent.id, sent.mode, sent.number, sent.seq, sent.age) == (request.id, mode, number, 7, 2.5)
    assert (sent.created_at, sent.valid_for) == (AT, 900.0)
    assert [(e.id, e.what, e.status, e.role) for e in sent.events] == [
        (request.events[0].id, What.RECORDED, Status.RECORDED, "resident")
    ]


def test_only_what_the_hub_does_not_know_is_sent() -> None:
    request = recorded()
    heard = by_hub(request, What.DELIVERED, Status.DELIVERED)
    mine = own(request, What.NOT_SEEN)
    both = recorded(id=request.id, events=(*request.events, heard, mine))
    assert [e.id for e in request_in(both, boot="", now=0).events] == [request.events[0].id, mine.id]


def test_the_age_of_another_boot_is_unknown_and_not_a_guess() -> None:
    assert request_in(recorded(), boot="boot-2", now=99_999.0).age is None


@pytest.mark.parametrize(
    "change",
    [
        {"id": "1"},
        {"number": 100},
        {"age": -1},
        {"age": "nan"},
        {"valid_for": 0},
        {"mode": "real"},
        {"details": {"kind": "taxi"}},
        {"details": {"kind": "taxi", "pickup": {"id": "a", "name": "b"}, "people": 9}},
        {"details": {"kind": "helicopter"}},
        {"created_at": "2026-11-20T01:00:00"},
        {"events": [{"id": "x", "what": "recorded"}]},
    ],
)
def test_what_breaks_a_rule_is_refused(change: dict[str, object]) -> None:
    good = request_in(recorded(), boot="boot-1", now=1000.0).model_dump(mode="json")
    assert RequestIn.model_validate(good)
    with pytest.raises(ValidationError):
        RequestIn.model_validate({**good, **change})


def test_a_time_elsewhere_is_utc_here() -> None:
    event = EventIn.model_validate({"id": new_id(), "what": "note", "at": "2026-11-20T09:00:00+08:00"})
    assert event.at == AT


def test_an_event_comes_back_as_the_hub_ordered_it() -> None:
    out = EventOut(
        seq=9, id="e", request_id="r", what="said", role=Role.VOLUNTEER, name="王阿姨", at=AT, facts={"text": "来了"}
    )
    event = EventOut.model_validate_json(out.model_dump_json()).event()
    assert (event.hub_seq, event.by.name, event.facts["text"], event.status) == (9, "王阿姨", "来了", None)


def test_fault_codes_are_codes_and_not_sentences() -> None:
    assert HeartbeatIn(sent_at=AT, faults=["store_moved_aside"]).faults == ["store_moved_aside"]
    with pytest.raises(ValidationError):
        HeartbeatIn(sent_at=AT, faults=["the store was moved"])


def test_a_problem_names_its_code() -> None:
    assert Problem(type="urn:silver-key:problem:revoked", title="revoked", status=401).code == "revoked"
