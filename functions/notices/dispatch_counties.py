"""What goes above a county is carried out county by county, eight at a time, by a Step Functions map."""

import json
from dataclasses import dataclass
from datetime import date

import msgspec
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
    """A dispatch to a subtree, a reminder of it on a day, or a preview of one, whose id is `dispatch_id` then."""

    dispatch_id: str
    top_id: str
    remind_on: date | None = None
    preview: bool = False

    def of(self, county_id: str, top_id: str | None = None, counties: int = 1) -> CountyPart:
        return CountyPart(
            dispatch_id=self.dispatch_id,
            county_id=county_id,
            top_id=top_id or self.top_id,
            remind_on=self.remind_on,
            preview_parts=counties if self.preview else None,
        )

    @property
    def name(self) -> str:
        """Of the execution: the same at every delivery, and another one for each place that is reminded on a day."""
        return f"{self.dispatch_id}-{self.top_id}-{self.remind_on or ('preview' if self.preview else 'order')}"


def fan_out(part: Part) -> int | None:
    """Start the map if the top lies above the counties, and tell of how many. None, and nothing done, if it does not.

    At another delivery those of the first one count.
    """
    top = directory.organisation(part.top_id)
    if not dispatch_branches.is_above_counties(top):
        return None
    found = _counties(top)
    counties = [msgspec.to_builtins(part.of(county, county, len(found))) for county in found]
    try:
        aws.client("stepfunctions").start_execution(
            stateMachineArn=MapSettings.load().dispatch_map, name=part.name, input=json.dumps({"counties": counties})
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != STARTED_BEFORE:
            raise
    return len(found)


def _counties(top: Organisation) -> list[str]:
    """Those below it that have branches: whoever has members has deadlines."""
    places = directory.organisations(Progress.counties())
    return sorted(place.id for place in places.values() if covers(top.id, place.path))
