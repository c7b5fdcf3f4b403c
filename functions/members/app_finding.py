"""The routes by which members are found: searches, tags, kept searches, likely duplicates. It can open nothing."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from pydantic import ValidationError

from functions.members import merging, reviewing, rules, searching, segmenting, tagging
from functions.members.duplicates_models import DecideDuplicate, DuplicateMergerOut, DuplicateOut, MergeDuplicate
from functions.members.search_models import Criteria, FoundOut, SaveSegment, SegmentOut, SetTags, TagsOut
from kernel import problems
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Day, Page

app = create_app()

Organisation = Annotated[OrganisationId, Query(alias="organisationId", description="In whose subtree, up to a county")]
County = Annotated[OrganisationId, Query(alias="organisationId", description="A county, which has one queue")]
NewHome = Annotated[OrganisationId | None, Query(alias="branchId", description="If the home was closed meanwhile")]
CasesLimit = Annotated[int, Query(description="At most so many", ge=1, le=45)]


@app.get("/v1/members/search")
def search_members(
    caller: Caller,
    organisation_id: Organisation,
    q: Annotated[str | None, Query(description="The beginning of a name, in characters or pinyin")] = None,
    category: Annotated[rules.Category | None, Query()] = None,
    state: Annotated[Literal["ACTIVE", "SUSPENDED"] | None, Query()] = None,
    floating: Annotated[bool | None, Query()] = None,
    education: Annotated[list[str] | None, Query(description="Any of these codes (GB/T 4658)")] = None,
    age_from: Annotated[int | None, Query(alias="ageFrom", description="By five years of birth")] = None,
    age_to: Annotated[int | None, Query(alias="ageTo", description="By five years of birth")] = None,
    joined_from: Annotated[Day | None, Query(alias="joinedFrom")] = None,
    joined_to: Annotated[Day | None, Query(alias="joinedTo")] = None,
    tags: Annotated[list[str] | None, Query(description="All of these")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[FoundOut]:
    """Members of a subtree by name, facts and tags; a page may be empty and have a next one."""
    asked = {
        "q": q, "category": category, "state": state, "floating": floating, "education": education or [],
        "age_from": age_from, "age_to": age_to, "joined_from": joined_from, "joined_to": joined_to, "tags": tags or [],
    }  # fmt: skip
    return searching.search(caller, organisation_id, _criteria(asked), cursor, limit)


def _criteria(asked: dict[str, Any]) -> Criteria:
    """One check for searches that are asked and searches that are saved. Raises `Invalid`."""
    try:
        return Criteria.model_validate(asked)
    except ValidationError as error:
        places = [{"type": e["type"], "loc": ("query", *e["loc"])} for e in error.errors(include_input=False)]
        raise problems.from_validation(places) from None


@app.put("/v1/members/<member_id>/tags")
def set_tags(caller: Caller, member_id: MemberId, body: Annotated[SetTags, Body()]) -> TagsOut:
    """Set the tags of a member."""
    return tagging.tag(caller, member_id, body)


@app.post("/v1/segments", status_code=201)
def save_segment(caller: Caller, body: Annotated[SaveSegment, Body()]) -> SegmentOut:
    """Keep a search for an organisation."""
    return segmenting.save(caller, body)


@app.get("/v1/segments")
def list_segments(
    caller: Caller, organisation_id: Organisation, cursor: Cursor = None, limit: Limit = 50
) -> Page[SegmentOut]:
    """The searches kept for an organisation."""
    return segmenting.of_organisation(caller, organisation_id, cursor, limit)


@app.get("/v1/segments/<segment_id>/members")
def run_segment(caller: Caller, segment_id: Id, cursor: Cursor = None, limit: Limit = 50) -> Page[FoundOut]:
    """Whoever answers to a kept search now."""
    return segmenting.run(caller, segment_id, cursor, limit)


@app.delete("/v1/segments/<segment_id>")
def delete_segment(caller: Caller, segment_id: Id) -> SegmentOut:
    """Forget a kept search."""
    return segmenting.delete(caller, segment_id)


@app.get("/v1/duplicates")
def list_duplicates(
    caller: Caller, county: County, cursor: Cursor = None, limit: CasesLimit = 20
) -> Page[DuplicateOut]:
    """Pairs of dossiers that look like one person, the oldest first."""
    return reviewing.waiting(caller, county, cursor, limit)


@app.get("/v1/duplicates/<case_id>")
def read_duplicate(caller: Caller, case_id: Id) -> DuplicateOut:
    """Both dossiers side by side, masked, with what differs."""
    return reviewing.read(caller, case_id)


@app.post("/v1/duplicates/<case_id>/decision")
def decide_duplicate(caller: Caller, case_id: Id, body: Annotated[DecideDuplicate, Body()]) -> DuplicateOut:
    """Say that the two are one person, or that they are not."""
    return reviewing.decide(caller, case_id, body)


@app.post("/v1/duplicates/<case_id>/merger", status_code=201)
def merge_duplicate(caller: Caller, case_id: Id, body: Annotated[MergeDuplicate, Body()]) -> DuplicateMergerOut:
    """Merge one dossier into the other."""
    return merging.merge(caller, case_id, body)


@app.delete("/v1/duplicates/<case_id>/merger")
def undo_merger(caller: Caller, case_id: Id, branch_id: NewHome = None) -> DuplicateMergerOut:
    """Take a merger back."""
    return merging.undo(caller, case_id, branch_id)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
