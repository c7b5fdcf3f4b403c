"""The routes of minutes: written, signed, read, and corrected once they are sealed."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from functions.activities.minutes import minuting, sealing
from functions.activities.minutes import reading as minutes_reading
from functions.activities.minutes.models import CorrectMinutes, MinutesOut, SignMinutes, VersionOut, WriteMinutes
from functions.activities.tagged import tagged
from kernel.http import Caller
from kernel.ids import Id
from kernel.model import Page

Number = Annotated[int, Path(ge=1, le=sealing.MOST_VERSIONS)]


def write_minutes(caller: Caller, activity_id: Id, body: Annotated[WriteMinutes, Body()]) -> Response[MinutesOut]:
    """Write the minutes, or write them anew."""
    return tagged(minuting.write(caller, activity_id, body))


def minutes(caller: Caller, activity_id: Id) -> Response[MinutesOut]:
    """The minutes that count, their votes and signatures."""
    return tagged(minutes_reading.show(caller, activity_id))


def sign(caller: Caller, activity_id: Id, body: Annotated[SignMinutes, Body()]) -> Response[MinutesOut]:
    """Sign the minutes as their host or recorder."""
    return tagged(minuting.sign(caller, activity_id, body), 201)


def correct(caller: Caller, activity_id: Id, body: Annotated[CorrectMinutes, Body()]) -> Response[MinutesOut]:
    """A new version of approved minutes, with its reason."""
    return tagged(sealing.correct(caller, activity_id, body), 201)


def versions(caller: Caller, activity_id: Id) -> Page[VersionOut]:
    """The sealed versions, oldest first."""
    return minutes_reading.versions(caller, activity_id)


def version(caller: Caller, activity_id: Id, number: Number) -> Response[MinutesOut]:
    """One sealed version, as it was."""
    return tagged(minutes_reading.version(caller, activity_id, number))


def add_to(app: APIGatewayHttpResolver) -> None:
    app.put("/v1/activities/<activity_id>/minutes")(write_minutes)
    app.get("/v1/activities/<activity_id>/minutes")(minutes)
    app.post("/v1/activities/<activity_id>/minutes/signatures", status_code=201)(sign)
    app.post("/v1/activities/<activity_id>/minutes/corrections", status_code=201)(correct)
    app.get("/v1/activities/<activity_id>/minutes/versions")(versions)
    app.get("/v1/activities/<activity_id>/minutes/versions/<number>")(version)
