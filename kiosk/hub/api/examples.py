"""Examples for the API's documentation: invented people and places, numbers of zeros."""

from __future__ import annotations

from typing import Any

from kiosk.hub.api.problems import MEDIA, PREFIX
from kiosk.protocol.models import Problem

AT = "2026-11-02T01:10:00Z"
REQUEST_ID = "01900000-0000-7000-8000-000000000001"
EVENT_ID = "01900000-0000-7000-8000-000000000002"
HEALTH = {"ok": True, "version": 1, "hub_time": AT}
PRESENCE = {"listening": 1, "on_duty": ["王阿姨"], "until": "17:00"}
TAXI = {
    "id": REQUEST_ID,
    "seq": 12,
    "number": 23,
    "mode": "actual",
    "details": {
        "kind": "taxi",
        "pickup": {"id": "centre", "name": "东街社区中心", "detail": "南门"},
        "destination": {"id": "hospital", "name": "东街医院"},
        "people": 1,
    },
    "created_at": AT,
    "age": 1.5,
    "valid_for": 900,
    "events": [{"id": EVENT_ID, "what": "recorded", "status": "recorded", "role": "kiosk", "at": AT}],
}
ALARM = {
    "id": "01900000-0000-7000-8000-000000000003",
    "seq": 13,
    "number": 24,
    "details": {"kind": "alarm", "screen": "home"},
    "age": 5,
}
EVENT = {"id": EVENT_ID, "what": "cancel_asked", "role": "resident", "at": AT}
HEARTBEAT = {
    "sent_at": AT,
    "program": "0.1.0",
    "screen": "home",
    "pending": 0,
    "faults": [],
    "content": {"policies/policies": 3},
}
ENROL = {"secret": "0000000000000000000000", "name": "一号机", "place": "一楼大厅"}
REQUEST_OUT = {
    "id": REQUEST_ID,
    "status": "delivered",
    "events": [
        {
            "seq": 41,
            "id": "01900000-0000-7000-8000-000000000004",
            "request_id": REQUEST_ID,
            "what": "delivered",
            "status": "delivered",
            "role": "hub",
            "name": "",
            "at": AT,
            "facts": {},
        }
    ],
    "hub_time": AT,
    "presence": PRESENCE,
}
RESIDENT_ID = "01900000-0000-7000-8000-000000000005"
PASS = "0" * 32
CARD = {"code": "SK1-0000-0000-0000-0000-00"}
OPEN = {"pass_": PASS, "zodiac": "rabbit"}
VOUCH = {"pass_": PASS, "badge": "SKB-0000-0000-0000-0000-00", "pin": "000000"}
HELPER = {"name": "王阿姨", "role": "volunteer", "pass_": "0" * 32}
BADGE = {"badge": "SKB-0000-0000-0000-0000-00", "pin": "000000"}
REGISTER = {"pass_": PASS, "id": RESIDENT_ID, "zodiac": "rabbit", "health": False}
ISSUE = {"pass_": PASS, "resident": RESIDENT_ID, "token": PASS}
ISSUED = {"code": "SK1-0000-0000-0000-0000-00", "number": "000000000000"}
TIE = {"pass_": PASS, "code": "SK1-0000-0000-0000-0000-00", "first": "SKF1-" + "0" * 64, "second": "SKF1-" + "0" * 64}
ACT = {"pass_": PASS, "act": "took_step"}
HABITS = {
    "preferences": {"text_size": "large", "palette": "light", "language": "zh_CN", "volume": 70, "rate": 170},
    "places": [{"id": "hospital", "name": "东街医院", "picture": "hospital"}],
}
RESIDENT_OUT = {
    "id": RESIDENT_ID,
    "pass_": PASS,
    "level": "card",
    "habits": HABITS,
    "can_open": True,
    "health_consent": False,
}
AFFAIR = {
    "request_id": REQUEST_ID,
    "kind": "taxi",
    "status": "delivered",
    "number": 23,
    "asked_at": AT,
    "here": True,
    "words": "东街医院",
}
SLOT = {"id": "schedule-0-0-20261103-0815", "start": "2026-11-03T00:15:00Z", "minutes": 15, "doctor": "王医生"}
HOSPITALS = {
    "hospitals": [
        {
            "id": "clinic",
            "name": "东街社区卫生服务中心",
            "detail": "东街 2 号",
            "kind": "community",
            "departments": [{"id": "department-0", "name": "家庭医生", "picture": "house", "need": "family_doctor"}],
        }
    ]
}
STREAM = (
    'event: presence\ndata: {"listening": 1, "on_duty": ["王阿姨"], "until": "17:00"}\n\n'
    'id: 42\nevent: request\ndata: {"seq": 42, "what": "accepted", "name": "王阿姨", …}\n\n'
    ": ping\n\n"
)


def body(**named: Any) -> dict[str, Any]:
    """`openapi_extra` for a JSON body with these examples."""
    examples = {name: {"value": value} for name, value in named.items()}
    return {"requestBody": {"content": {"application/json": {"examples": examples}}}}


def ok(description: str, example: Any, media: str = "application/json") -> dict[int | str, dict[str, Any]]:
    return {200: {"description": description, "content": {media: {"example": example}}}}


def problems(**codes: str) -> dict[int | str, dict[str, Any]]:
    """Documented refusals: `problems(_404="not_found")`."""
    found: dict[int | str, dict[str, Any]] = {}
    for status, names in codes.items():
        code = names.split()[0]
        example = {"type": PREFIX + code, "title": "…", "status": int(status[1:]), "detail": ""}
        found[int(status[1:])] = {
            "description": f"Refused: {names.replace(' ', ', ')}",
            "content": {MEDIA: {"schema": Problem.model_json_schema(), "example": example}},
        }
    return found


COMMON = problems(
    _400="version",
    _401="unauthorised revoked",
    _408="busy",
    _413="too_large",
    _422="invalid",
    _429="busy",
    _503="busy",
)
