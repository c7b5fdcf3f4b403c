"""Rights of the person: a copy, a correction, the end of it."""

from tests.trust.matrix.rows import DOSSIER, EVERY_MEMBER, UNBOUND, Row
from tests.trust.trees import Level

REQUEST = {"request_id": "$request_id"}
REFUSED = {"outcome": "refused", "reason": "NO_EVIDENCE"}


ROWS: tuple[Row, ...] = (
    Row("POST /v1/me/export", members=EVERY_MEMBER),
    Row("POST /v1/me/corrections", members=EVERY_MEMBER, body={"facts": {"education": "11"}}),
    Row("GET /v1/me/corrections", members=EVERY_MEMBER),
    Row("GET /v1/corrections", Level.BRANCH, "SRCA", query={"branchId": "$branch"}, variant="home"),
    Row("GET /v1/corrections", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township"}, variant="committee"),
    Row("GET /v1/corrections/<request_id>", Level.BRANCH, "SC", path=REQUEST),
    Row("POST /v1/corrections/<request_id>/reveal", Level.BRANCH, "SC", path=REQUEST),
    Row("POST /v1/corrections/<request_id>/answer", Level.BRANCH, "SC", path=REQUEST, body=REFUSED),
    Row("POST /v1/members/<member_id>/erasure", Level.BRANCH, "C", path=DOSSIER, body={"ground": "LAW"}),
    Row("GET /v1/members/<member_id>/erasure", Level.BRANCH, "C", path=UNBOUND),
    Row("DELETE /v1/members/<member_id>/erasure", Level.BRANCH, "C", path=UNBOUND),
    Row("POST /v1/members/<member_id>/erasure/confirmation", Level.BRANCH, "C", path=UNBOUND),
)
