"""What crosses the wire about searches, tags and saved searches."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from functions.members import rules
from functions.members.models import Education
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Line, Model

MOST_TAGS, LONGEST_TAG = 10, 20


def _once(tags: list[str]) -> list[str]:
    return sorted(set(tags))


Tag = Annotated[Line, Field(min_length=1, max_length=LONGEST_TAG)]
Tags = Annotated[list[Tag], Field(max_length=MOST_TAGS), AfterValidator(_once)]
Age = Annotated[int, Field(ge=0, le=130)]
Beginning = Annotated[Line, Field(min_length=1, max_length=rules.LONGEST_NAME)]


class Criteria(Command):
    """What a member must answer to; what is not sent asks for nothing.

    `q` is the beginning of a name, in characters or in pinyin. Ages are known by five years of birth alone: whoever may
    be of such an age is found. `tags` must all be there.
    """

    q: Beginning | None = None
    category: rules.Category | None = None
    state: Literal["ACTIVE", "SUSPENDED"] | None = None
    floating: bool | None = None
    education: Annotated[list[Education], Field(max_length=20, default_factory=list)]
    age_from: Age | None = None
    age_to: Age | None = None
    joined_from: date | None = None
    joined_to: date | None = None
    tags: Annotated[Tags, Field(default_factory=list)]


class FoundOut(Model):
    """One member found: plain facts alone."""

    id: MemberId
    branch_id: OrganisationId
    name: str
    sex: str
    category: rules.Category
    education: str
    joined_on: date
    state: Literal["ACTIVE", "SUSPENDED"]
    floating: bool
    tags: list[str]


class SetTags(Command):
    """The tags that a member has from now on."""

    tags: Tags


class TagsOut(Model):
    member_id: MemberId
    tags: list[str]
    version: int


class SaveSegment(Command):
    """A search to be kept for an organisation: it is run when it is read."""

    organisation_id: OrganisationId
    name: Annotated[Line, Field(min_length=1, max_length=50)]
    criteria: Criteria


class SegmentOut(Model):
    id: Id
    organisation_id: OrganisationId
    name: str
    criteria: Criteria
    saved_at: datetime
