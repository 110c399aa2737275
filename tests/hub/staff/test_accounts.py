"""S6: own accounts, argon2 passwords, lock-out, roles; S12: no default password."""

from __future__ import annotations

import runpy
from datetime import timedelta

import pytest
from argon2 import Type
from sqlalchemy import select

from kiosk.hub.models import Staff, StaffSession
from kiosk.hub.staff import passwords, service, sessions
from kiosk.hub.staff.passwords import WeakPassword
from kiosk.hub.staff.service import SignIn, StaffError
from tests.hub.desk.house import PASSWORD, DeskHouse

pytestmark = pytest.mark.anyio


async def attempt(house: DeskHouse, username: str, password: str) -> SignIn:
    now = house.clock.now()
    async with house.hub.database.read() as session:
        looked = await service.look_at(session, username, password, now)
    async with house.hub.database.work() as work:
        return await service.sign_in(work.session, looked, now)


async def test_s6_a_password_is_kept_as_argon2id_only(house: DeskHouse) -> None:
    staff = await house.staff()
    assert staff.password_hash.startswith("$argon2id$")
    assert PASSWORD not in staff.password_hash


def test_s6_a_stolen_list_of_passwords_is_hard_work() -> None:
    """At least what OWASP asks of argon2id: 19 MiB, two rounds. Read afresh, for the tests use less."""
    product = runpy.run_path(passwords.__file__)
    hasher = product["_hasher"]
    assert hasher.type is Type.ID
    assert hasher.memory_cost >= 19 * 1024
    assert hasher.time_cost >= 2
    assert not hasher.check_needs_rehash(product["_NOBODY"]), "a name that nobody has is answered sooner or later"


async def test_s6_the_right_password_signs_in_whatever_the_case_of_the_name(house: DeskHouse) -> None:
    await house.staff()
    result = await attempt(house, " WANG ", PASSWORD)
    assert result.staff is not None
    assert result.staff.display_name == "王阿姨"


@pytest.mark.parametrize(("username", "password"), [("wang", "another phrase"), ("nobody", PASSWORD), ("", "")])
async def test_s6_a_wrong_name_and_a_wrong_password_are_answered_alike(
    house: DeskHouse, username: str, password: str
) -> None:
    await house.staff()
    assert await attempt(house, username, password) == SignIn()


async def test_s6_five_failures_shut_the_account_for_five_minutes(house: DeskHouse) -> None:
    await house.staff()
    for _ in range(4):
        assert (await attempt(house, "wang", "wrong phrase")).locked_until is None
    shut = await attempt(house, "wang", "wrong phrase")
    assert shut.locked_until == house.clock.now() + timedelta(minutes=5)
    assert (await attempt(house, "wang", PASSWORD)).staff is None  # even the right one
    house.clock.advance(5 * 60 + 1)
    assert (await attempt(house, "wang", PASSWORD)).staff is not None


async def test_s6_each_further_failure_doubles_the_time_and_a_success_forgets(house: DeskHouse) -> None:
    await house.staff()
    for _ in range(5):
        await attempt(house, "wang", "wrong phrase")
    house.clock.advance(301)
    again = await attempt(house, "wang", "wrong phrase")
    assert again.locked_until == house.clock.now() + timedelta(minutes=10)
    house.clock.advance(601)
    await attempt(house, "wang", PASSWORD)
    assert (await attempt(house, "wang", "wrong phrase")).locked_until is None


def test_s6_the_lock_grows_to_twelve_hours_and_no_further() -> None:
    locks = [service.lock_for(n) for n in range(40)]
    assert locks[:5] == [None] * 5
    assert locks[5:8] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert locks[-1] == timedelta(hours=12)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "short"),
        ("x" * 129, "long"),
        ("wang is my name", "name"),
        ("Password", "common"),
        ("aaaaaaaaa", "common"),
    ],
)
async def test_s12_a_weak_password_is_refused(house: DeskHouse, password: str, reason: str) -> None:
    async with house.hub.database.work() as work:
        with pytest.raises(WeakPassword) as refused:
            await service.create_staff(
                work.session,
                username="wang",
                display_name="王阿姨",
                role="volunteer",
                password=password,
                now=house.clock.now(),
            )
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"username": "王"}, "username"),
        ({"username": "wang"}, "taken"),
        ({"display_name": " "}, "display_name"),
        ({"role": "owner"}, "role"),
    ],
)
async def test_s6_a_strange_account_is_refused(house: DeskHouse, changes: dict[str, str], reason: str) -> None:
    await house.staff()
    wanted = {"username": "zhao", "display_name": "赵老师", "role": "duty", "password": PASSWORD, **changes}
    async with house.hub.database.work() as work:
        with pytest.raises(StaffError) as refused:
            await service.create_staff(work.session, now=house.clock.now(), **wanted)  # type: ignore[arg-type]  # words only
    assert refused.value.reason == reason


async def test_s6_a_disabled_person_is_out_at_once_and_cannot_come_back(house: DeskHouse) -> None:
    boss, staff = await house.staff("boss", "钱主任", "administrator"), await house.staff()
    now = house.clock.now()
    async with house.hub.database.work() as work:
        token = await sessions.open_session(work.session, staff, now, timedelta(hours=12))
    async with house.hub.database.work() as work:
        row = await work.session.get_one(Staff, staff.id)
        await service.disable(work.session, row, now, by=boss.id)
    async with house.hub.database.read() as session:
        assert await sessions.resolve(session, token, now) is None
    assert (await attempt(house, "wang", PASSWORD)).staff is None


async def test_s6_nobody_shuts_out_themselves_or_the_last_administrator(house: DeskHouse) -> None:
    boss, staff = await house.staff("boss", "钱主任", "administrator"), await house.staff()
    async with house.hub.database.work() as work:
        row = await work.session.get_one(Staff, boss.id)
        with pytest.raises(StaffError, match="self"):
            await service.disable(work.session, row, house.clock.now(), by=boss.id)
        with pytest.raises(StaffError, match="last"):
            await service.disable(work.session, row, house.clock.now(), by=staff.id)


async def test_s6_a_new_password_ends_every_session(house: DeskHouse) -> None:
    staff = await house.staff()
    async with house.hub.database.work() as work:
        await sessions.open_session(work.session, staff, house.clock.now(), timedelta(hours=12))
    async with house.hub.database.work() as work:
        row = await work.session.get_one(Staff, staff.id)
        with pytest.raises(StaffError, match="old_password"):
            await service.change_password(work.session, row, "not the old one", "a new long phrase", house.clock.now())
        await service.change_password(work.session, row, PASSWORD, "a new long phrase", house.clock.now())
    async with house.hub.database.read() as session:
        assert (await session.scalars(select(StaffSession))).all() == []
    assert (await attempt(house, "wang", "a new long phrase")).staff is not None


async def test_s6_a_session_ends_with_its_time(house: DeskHouse) -> None:
    staff = await house.staff()
    async with house.hub.database.work() as work:
        token = await sessions.open_session(work.session, staff, house.clock.now(), timedelta(hours=12))
    house.clock.advance(12 * 3600 - 1)
    async with house.hub.database.read() as session:
        signed = await sessions.resolve(session, token, house.clock.now())
        assert signed is not None
        assert await sessions.still_open(session, signed.token_hash, house.clock.now())
        house.clock.advance(1)
        assert await sessions.resolve(session, token, house.clock.now()) is None
        assert not await sessions.still_open(session, signed.token_hash, house.clock.now())


async def test_s6_a_token_is_stored_as_a_hash_only(house: DeskHouse) -> None:
    staff = await house.staff()
    async with house.hub.database.work() as work:
        token = await sessions.open_session(work.session, staff, house.clock.now(), timedelta(hours=1))
    async with house.hub.database.read() as session:
        row = (await session.scalars(select(StaffSession))).one()
    assert token not in (row.token_hash, row.csrf)
    assert len(row.token_hash) == 64


async def test_a_one_time_login_works_once_and_never_as_a_cookie(house: DeskHouse) -> None:
    staff = await house.staff()
    now = house.clock.now()
    async with house.hub.database.work() as work:
        path = await sessions.create_one_time_login(work.session, staff, now)
    token = path.removeprefix("/desk/enter/")
    async with house.hub.database.work() as work:
        assert await sessions.resolve(work.session, token, now) is None
        first = await sessions.use_one_time_login(work.session, token, now)
        assert first is not None
        assert first.id == staff.id
        assert await sessions.use_one_time_login(work.session, token, now) is None


async def test_a_one_time_login_grows_old(house: DeskHouse) -> None:
    staff = await house.staff()
    async with house.hub.database.work() as work:
        path = await sessions.create_one_time_login(work.session, staff, house.clock.now())
    house.clock.advance(30 * 60 + 1)
    async with house.hub.database.work() as work:
        token = path.removeprefix("/desk/enter/")
        assert await sessions.use_one_time_login(work.session, token, house.clock.now()) is None
