"""Who calls: a kiosk by its token, speaking our version."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from kiosk.hub.deps import HubDep
from kiosk.hub.errors import Unauthorised, WrongVersion
from kiosk.hub.models import Kiosk
from kiosk.protocol.models import VERSION

bearer = HTTPBearer(auto_error=False, description="The token a kiosk got when it was enrolled.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
Version = Annotated[str | None, Header(alias="Silver-Key-Version", description="The protocol's version, 1.")]


async def speaks(version: Version = None) -> None:
    """Refuse what speaks another version, before anything of it is read."""
    if version != str(VERSION):
        raise WrongVersion(supported=[VERSION])


async def caller(hub: HubDep, credentials: Credentials, _: Annotated[None, Depends(speaks)]) -> Kiosk:
    """The kiosk that calls; raises Unauthorised or Revoked."""
    if credentials is None or not credentials.credentials:
        raise Unauthorised
    async with hub.database.read() as session:
        return await hub.kiosks.authenticate(session, credentials.credentials)


async def limited(hub: HubDep, kiosk: Annotated[Kiosk, Depends(caller)]) -> Kiosk:
    """As `caller`, and one of its calls is counted; raises Busy."""
    hub.limits.take(kiosk.id)
    return kiosk


KioskDep = Annotated[Kiosk, Depends(caller)]
LimitedKioskDep = Annotated[Kiosk, Depends(limited)]
