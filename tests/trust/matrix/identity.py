"""Who is who: accounts, roles, switches."""

from tests.trust.matrix.rows import ABOVE_TOWNSHIP, TOWNSHIP, Row
from tests.trust.trees import Level

GRANT = {"subject": "newcomer", "role": "reviewer", "organisationId": "$township"}


ROWS: tuple[Row, ...] = (
    Row("GET /v1/health", anyone=True, open=True),
    Row("GET /v1/me", anyone=True),
    Row("POST /v1/grants", Level.TOWNSHIP, "E", body=GRANT),
    Row("GET /v1/grants", Level.TOWNSHIP, "EA", query={"organisationId": "$township"}),
    Row(
        "DELETE /v1/grants/<subject>/<role>/<organisation_id>",
        Level.TOWNSHIP,
        "E",
        path=TOWNSHIP | {"subject": "holder", "role": "auditor"},
    ),
    Row("GET /v1/organisations/<organisation_id>/policies", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, path=TOWNSHIP),
    Row(
        "PUT /v1/organisations/<organisation_id>/policies/<policy>",
        Level.TOWNSHIP,
        "C",
        path=TOWNSHIP | {"policy": "lists"},
        body={"value": "on"},
    ),
)
