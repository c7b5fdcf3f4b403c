"""The record."""

from kernel.authority import Role
from tests.trust.matrix.rows import BRANCH, Row
from tests.trust.trees import Level, Relation, caller

ROWS: tuple[Row, ...] = (
    Row("GET /v1/journal/seals/key", anyone=True),
    Row(
        "GET /v1/journal/unplaced",
        Level.COUNTY,
        only=frozenset(caller(role, Relation.ABOVE, Level.COUNTY) for role in (Role.AUDITOR, Role.SECURITY)),
        outside=True,
    ),
    Row("GET /v1/journal/<organisation_id>", Level.BRANCH, "ACS", path={"organisation_id": "$branch"}),
    Row("GET /v1/journal/entries/<event_id>/receipt", Level.BRANCH, "ACS", BRANCH, path={"event_id": "$event_id"}),
)
