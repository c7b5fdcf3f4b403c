"""What goes above a county is carried out county by county, eight at a time, by a Step Functions map."""

import json
from dataclasses import dataclass
from datetime import date

from botocore.exceptions import ClientError

from functions.notices import dispatch_branches
from functions.notices.dispatch_messages import CountyPart
from functions.notices.tables import Progress
from kernel import aws, directory
from kernel.directory import Organisation, covers
from kernel.settings import Settings

STARTED_BEFORE = "ExecutionAlreadyExists"


class MapSettings(Settings):
    """`dispatch_map` is the ARN of the state machine."""

    dispatch_map: str


@dataclass(frozen=True)
class Part:
    """A dispatch to a subtree, or a reminder of it on a day."""

    dispatch_id: str
    top_id: str
    remind_on: date | None = None

    def of(self, county_id: str, top_id: str | None = None) -> CountyPart:
        where = {"county_id": county_id, "top_id": top_id or self.top_id}
        return CountyPart(dispatch_id=self.dispatch_id, remind_on=self.remind_on, **where)

    @property
    def name(self) -> str:
        """Of the execution: the same at every delivery."""
        return f"{self.dispatch_id}-{self.remind_on or 'order'}"


def fan_out(part: Part) -> bool:
    """Start the map if the top lies above the counties. False, and nothing done, if it does not."""
    top = directory.organisation(part.top_id)
    if not dispatch_branches.is_above_counties(top):
        return False
    counties = [part.of(county, county).model_dump(mode="json", by_alias=True) for county in _counties(top)]
    try:
        aws.client("stepfunctions").start_execution(
            stateMachineArn=MapSettings.load().dispatch_map, name=part.name, input=json.dumps({"counties": counties})
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != STARTED_BEFORE:
            raise
    return True


def _counties(top: Organisation) -> list[str]:
    """Those below it that have branches: whoever has members has deadlines."""
    places = directory.organisations(Progress.counties())
    return sorted(place.id for place in places.values() if covers(top.id, place.path))
