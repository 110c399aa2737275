"""A real server on loopback: streams that resume, end at once and at revocation; TLS with the hub's own CA (S5)."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from kiosk.hub.core import assemble
from kiosk.hub.errors import HubStartError
from kiosk.hub.listening import listen
from kiosk.protocol.enrolment import ca_fingerprint, decode
from tests.hub.house import VERSION, alarm, event, person, taxi
from tests.hub.served import enrolled, serving, stream, trust
from tests.waiting import PATIENCE

pytestmark = pytest.mark.anyio


async def test_a_stream_tells_presence_then_what_happens_and_resumes(tmp_path: Path) -> None:
    with serving(tmp_path) as (url, made):
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
            kiosk = await enrolled(http, made)
            wish = taxi()
            async with stream(kiosk) as reader:
                assert (await reader.next("presence")).data == {
                    "listening": 0,
                    "on_duty": [],
                    "until": "",
                    "promised": False,
                }
                await kiosk.submit(wish)
                recorded, delivered = await reader.next("request"), await reader.next("request")
            assert (recorded.data["what"], delivered.data["what"]) == ("recorded", "delivered")
            assert delivered.id == str(delivered.data["seq"])
            await kiosk.tell(wish["id"], event("cancel_asked"))
            async with stream(kiosk, after=delivered.id) as reader:
                whats = [(await reader.next("request")).data["what"] for _ in range(2)]
            assert whats == ["cancel_asked", "cancelled"]
            kiosk_again = {**kiosk.headers, "Last-Event-ID": recorded.id}
            async with http.stream("GET", "/v1/stream", headers=kiosk_again) as answer:
                lines = answer.aiter_lines()
                async with asyncio.timeout(10):
                    assert f"id: {delivered.id}" in [await anext(lines) for _ in range(6)]


async def test_a_stream_holds_only_this_kiosk_s_events(tmp_path: Path) -> None:
    with serving(tmp_path) as (url, made):
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
            one, two = await enrolled(http, made), await enrolled(http, made, "二号机")
            async with stream(one, after=0) as reader:
                await reader.next("presence")
                await two.submit(taxi())
                own = alarm()
                await one.submit(own)
                assert (await reader.next("request")).data["request_id"] == own["id"]


async def test_stopping_ends_streams_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as (url, made):
        http = httpx.AsyncClient(base_url=url, timeout=PATIENCE)
        kiosk = await enrolled(http, made)
        opened = stream(kiosk)
        reader = await opened.__aenter__()
        await reader.next("presence")
    assert await reader.ended() == []
    await opened.__aexit__(None, None, None)
    await http.aclose()


async def test_the_newest_streams_of_a_flapping_kiosk_are_kept(tmp_path: Path) -> None:
    with serving(tmp_path) as (url, made):
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
            kiosk = await enrolled(http, made)
            opened = [stream(kiosk) for _ in range(5)]
            readers = [await one.__aenter__() for one in opened]
            for reader in readers[1:]:
                await reader.next("presence")
            ended = await readers[0].ended()
            assert [sent.event for sent in ended] in ([], ["presence"])
            for one in opened:
                await one.__aexit__(None, None, None)


async def test_what_another_process_wrote_is_told_at_the_next_wake_up(tmp_path: Path) -> None:
    with serving(tmp_path) as (url, made):
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
            kiosk = await enrolled(http, made)
            wish = taxi()
            await kiosk.submit(wish)
            async with stream(kiosk, after=0) as reader:
                await reader.next("request")
                # the desk's actions run in this process's own hub: its bus is another, the table is the same
                hub = assemble(made)
                wang = await person(hub, "王阿姨")
                async with hub.database.work() as work:
                    await hub.requests.say(work, wish["id"], wang, "我来帮您")
                await hub.close()
                await kiosk.tell(wish["id"], event("not_seen"))
                whats = [(await reader.next("request")).data["what"] for _ in range(3)]
            assert whats == ["delivered", "said", "not_seen"]


async def test_s5_tls_with_the_hub_s_own_ca(tmp_path: Path) -> None:
    with serving(tmp_path, tls=True, names=("hub.example",)) as (url, made):
        assert url.startswith("https://127.0.0.1:")
        async with httpx.AsyncClient(base_url=url, verify=False, timeout=PATIENCE) as blind:  # noqa: S501 - fetches the CA, as a kiosk does first
            pem = (await blind.get("/v1/ca")).text
        hub = assemble(made)
        async with hub.database.work() as work:
            code = decode(hub.enrolment_code(await hub.kiosks.new_code(work)).encode())
        await hub.close()
        assert (code.url, code.ca_sha256) == (url, ca_fingerprint(pem))
        async with httpx.AsyncClient(base_url=url, verify=trust(pem), timeout=PATIENCE) as http:
            data = {"secret": code.secret, "name": "一号机"}
            joined = await http.post("/v1/enrolments", json=data, headers=VERSION)
            assert joined.json()["ca_pem"] == pem
            token = joined.json()["token"]
            beat = {"sent_at": "2026-11-02T01:10:00Z"}
            headers = {**VERSION, "Authorization": f"Bearer {token}"}
            assert (await http.post("/v1/heartbeat", json=beat, headers=headers)).status_code == 200
        with pytest.raises(httpx.ConnectError, match="certificate"):
            async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as stranger:
                await stranger.get("/v1/health")
        assert _names(tmp_path) >= {"localhost", "hub.example"}
    for private in ("ca.key", "server.key", "hub.key"):
        assert (tmp_path / private).stat().st_mode & 0o777 == 0o600


def _names(folder: Path) -> set[str]:
    certificate = x509.load_pem_x509_certificate((folder / "server.pem").read_bytes())
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(found.get_values_for_type(x509.DNSName))


async def test_s5_the_ca_stays_when_the_names_change(tmp_path: Path) -> None:
    pems = []
    for names in ((), ("hub.example",), ("hub.example",)):
        with serving(tmp_path, tls=True, names=names):
            pems.append(((tmp_path / "ca.pem").read_bytes(), (tmp_path / "server.pem").read_bytes()))
    assert len({ca for ca, _ in pems}) == 1
    assert pems[0][1] != pems[1][1] == pems[2][1]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"host": "0.0.0.0"}, "this machine only"),  # noqa: S104 - refused, which is the point
        ({"host": "no.such.host.invalid", "tls": True}, "cannot listen"),
        ({"provider": "demo"}, "demo only"),
        ({"provider": "http"}, "base_url and secret_file"),
    ],
)
def test_s12_what_must_not_run_is_refused_in_one_line(tmp_path: Path, changes: dict[str, object], why: str) -> None:
    with pytest.raises(HubStartError, match=why) as refused, serving(tmp_path, **changes):
        pytest.fail("it served")
    assert "\n" not in str(refused.value)


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with serving(tmp_path / "one") as (url, _):
        port = int(url.rpartition(":")[2])
        with pytest.raises(HubStartError, match=f"port {port}"), serving(tmp_path / "two", port=port):
            pytest.fail("it served")


async def test_the_background_plays_a_ride_and_keeps_promises(tmp_path: Path) -> None:
    """The loops themselves: a demo ride from the tap to its end, and an alarm that nobody takes."""
    changes = {"demo": True, "provider": "demo", "ride_scale": 400.0, "escalate_after": 0.1}
    with serving(tmp_path, **changes) as (url, made):
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http:
            kiosk = await enrolled(http, made)
            wish, call = taxi(), alarm()
            async with stream(kiosk) as reader:
                await reader.next("presence")
                await kiosk.submit(call)
                await kiosk.submit(wish)
                told: list[tuple[str, str]] = []
                while (wish["id"], "done") not in told:
                    sent = (await reader.next("request")).data
                    told.append((sent["request_id"], sent["what"]))
            assert (call["id"], "escalated_outside") in told  # no desk listens and the telephone list is empty
            ride = list(dict.fromkeys(what for request, what in told if request == wish["id"]))
            assert [ride[0], ride[1], ride[2], ride[-1]] == ["recorded", "delivered", "looking", "done"]
            assert "car_found" in ride


def test_an_answer_in_two_parts_does_not_wait_for_the_first_to_have_come() -> None:
    """Nagle's algorithm and a late acknowledgement cost 40 ms an answer; what is accepted takes over that it is off."""
    with listen() as listening, socket.create_connection(listening.getsockname()):
        caller, _ = listening.accept()
        with caller:
            assert caller.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    with pytest.raises(OSError, match="in use"), listen() as taken:
        listen(port=taken.getsockname()[1])
