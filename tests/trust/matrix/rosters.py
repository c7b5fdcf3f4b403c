"""Files of members and organisations."""

from tests.trust.matrix.rows import Row
from tests.trust.trees import Level

ROSTER = {"roster_id": "$roster_id"}
NEEDED = ("name", "id_number", "ethnicity", "education", "category", "joined_on", "occupation", "branch_code")
MAPPING = {"columns": dict(zip("ABCDEFGH", NEEDED, strict=True))}
ROSTERS_OF = {"organisationId": "$county", "kind": "members"}
FILE = {"kind": "members", "organisationId": "$county", "sizeBytes": 9, "sha256": "1" * 64, "contentType": "text/csv"}


ROWS: tuple[Row, ...] = (
    Row("POST /v1/rosters", Level.COUNTY, "C", body=FILE),
    Row("GET /v1/rosters", Level.COUNTY, "CA", query={"organisationId": "$county"}),
    Row("GET /v1/rosters/<roster_id>", Level.COUNTY, "CA", path=ROSTER),
    Row("GET /v1/rosters/<roster_id>/rows", Level.COUNTY, "CA", path=ROSTER),
    Row("GET /v1/rosters/<roster_id>/errors", Level.COUNTY, "CA", path=ROSTER),
    Row("POST /v1/rosters/<roster_id>/apply", Level.COUNTY, "C", path=ROSTER),
    Row("GET /v1/rosters/<roster_id>/branches", Level.COUNTY, "CA", path=ROSTER),
    Row("PUT /v1/rosters/<roster_id>/mapping", Level.COUNTY, "C", path={"roster_id": "$roster_asking"}, body=MAPPING),
    Row("POST /v1/rosters/<roster_id>/pause", Level.COUNTY, "C", path={"roster_id": "$roster_running"}),
    Row("POST /v1/rosters/<roster_id>/resume", Level.COUNTY, "C", path={"roster_id": "$roster_paused"}),
    Row("POST /v1/rosters/<roster_id>/undo", Level.COUNTY, "C", path={"roster_id": "$roster_applied"}),
    Row("POST /v1/rosters/<roster_id>/cancellation", Level.COUNTY, "C", path=ROSTER),
    Row("GET /v1/rosters/mappings", Level.COUNTY, "CA", query=ROSTERS_OF),
    Row("PUT /v1/rosters/mappings", Level.COUNTY, "C", body=ROSTERS_OF | {"headings": {"名字": "name"}}),
)
