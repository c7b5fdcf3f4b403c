"""Dossiers, and who is found."""

from tests.trust.matrix.rows import DOSSIER, EVERY_MEMBER, SELF, Row
from tests.trust.trees import Level

ON_HOLD = {"member_id": "$on_hold"}
PROPOSAL = {"proposal_id": "$proposal"}
ON_DAY = {"asOf": "$today"}
DAYS = {"from": "$today", "to": "$today"}
LEFT = {"reason": "SELF_EXIT", "effectiveOn": "$today"}
ABROAD = {"reason": "SETTLED_ABROAD", "effectiveOn": "$today"}
RETURNED = {"reason": "RETURNED", "effectiveOn": "$today"}
TERM = {"reason": "PASSIVE", "startsOn": "$today"}
MOVED = {"branchId": "$sister", "effectiveOn": "$today", "reason": "工作单位变动"}
BESIDE = {"organisationId": "$project"}
CASE = {"case_id": "$case"}
LOOKUP = {"organisationId": "$township", "idNumber": "$id_number", "purpose": "CONTACT"}
SEGMENT = {"organisationId": "$township", "name": "女党员", "criteria": {"category": "FULL"}}
DIFFERENT = {"decision": "different", "reason": "TWINS"}


ROWS: tuple[Row, ...] = (
    Row("POST /v1/me/binding", anyone=True, body={"name": "$name", "idNumber": "$id_number"}),
    Row("GET /v1/me/dossier", members=EVERY_MEMBER),
    Row("GET /v1/me/dossier/reveals", members=EVERY_MEMBER),
    Row("GET /v1/members", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row("GET /v1/members/<member_id>", Level.BRANCH, "SRCA", SELF, path=DOSSIER),
    Row("PATCH /v1/members/<member_id>", Level.BRANCH, "SC", path=DOSSIER, body={"education": "11"}),
    Row("GET /v1/members", Level.BRANCH, "SRCA", query={"branchId": "$branch", "state": "LEFT"}, variant="who left"),
    Row("GET /v1/members", Level.BRANCH, "SRCA", query={"attachedTo": "$branch"}, variant="beside"),
    Row("GET /v1/members/<member_id>", Level.BRANCH, "SRCA", SELF, path=DOSSIER, query=ON_DAY, variant="on a day"),
    Row("GET /v1/members/<member_id>/differences", Level.BRANCH, "SRCA", SELF, path=DOSSIER, query=DAYS),
    Row("GET /v1/members/<member_id>/history", Level.BRANCH, "SRCA", SELF, path=DOSSIER),
    Row("GET /v1/members/<member_id>/fields", Level.BRANCH, "SRCA", SELF, path=DOSSIER),
    Row("POST /v1/members/<member_id>/verifications", Level.BRANCH, "SRC", path=DOSSIER, body={"fields": ["name"]}),
    Row("PATCH /v1/members/<member_id>/sealed", Level.BRANCH, "SC", path=DOSSIER, body={"mobile": "15411112222"}),
    Row("POST /v1/members/<member_id>/departure", Level.BRANCH, "C", path=DOSSIER, body=LEFT),
    Row("POST /v1/members/<member_id>/suspension", Level.BRANCH, "C", path=DOSSIER, body=ABROAD),
    Row("POST /v1/members/<member_id>/reinstatement", Level.BRANCH, "C", path=ON_HOLD, body=RETURNED),
    Row("PUT /v1/members/<member_id>/term", Level.BRANCH, "C", path=DOSSIER, body=TERM),
    Row("POST /v1/members/<member_id>/term/end", Level.BRANCH, "C", path=ON_HOLD, body={"outcome": "CORRECTED"}),
    Row("POST /v1/members/<member_id>/moves", Level.TOWNSHIP, "C", path=DOSSIER, body=MOVED),
    Row("POST /v1/members/<member_id>/attachments", Level.BRANCH, "SC", path=DOSSIER, body=BESIDE),
    Row(
        "DELETE /v1/members/<member_id>/attachments/<organisation_id>",
        Level.BRANCH,
        "SC",
        path=ON_HOLD | {"organisation_id": "$project"},
    ),
    Row(
        "POST /v1/members/<member_id>/proposals", Level.BRANCH, "SC", path=DOSSIER, body={"facts": {"education": "11"}}
    ),
    Row("GET /v1/proposals", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township"}),
    Row("GET /v1/proposals/<proposal_id>", Level.BRANCH, "SRCA", path=PROPOSAL),
    Row("POST /v1/proposals/<proposal_id>/withdrawal", Level.BRANCH, "SC", path=PROPOSAL),
    Row("POST /v1/proposals/<proposal_id>/decision", Level.TOWNSHIP, "RC", path=PROPOSAL, body={"outcome": "accepted"}),
    Row(
        "POST /v1/members/<member_id>/reveal",
        Level.BRANCH,
        "SC",
        SELF,
        path=DOSSIER,
        body={"purpose": "CONTACT", "fields": ["mobile", "idNumber"]},
    ),
    Row("POST /v1/members/<member_id>/identity-checks", Level.BRANCH, "SC", path=DOSSIER),
    Row("PUT /v1/members/<member_id>/tags", Level.BRANCH, "SC", path=DOSSIER, body={"tags": ["退役军人"]}),
    Row("GET /v1/members/search", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township", "q": "z"}),
    Row("POST /v1/members/lookups", Level.TOWNSHIP, "SC", body=LOOKUP),
    Row("POST /v1/segments", Level.TOWNSHIP, "SC", body=SEGMENT),
    Row("GET /v1/segments", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township"}),
    Row("GET /v1/segments/<segment_id>/members", Level.TOWNSHIP, "SRCA", path={"segment_id": "$segment"}),
    Row("DELETE /v1/segments/<segment_id>", Level.TOWNSHIP, "SC", path={"segment_id": "$segment"}),
    Row("GET /v1/duplicates", Level.COUNTY, "CA", query={"organisationId": "$county"}),
    Row("GET /v1/duplicates/<case_id>", Level.BRANCH, "CA", path=CASE),
    Row("POST /v1/duplicates/<case_id>/decision", Level.BRANCH, "C", path=CASE, body=DIFFERENT),
    Row("POST /v1/duplicates/<case_id>/merger", Level.BRANCH, "C", path=CASE, body={"keep": "$alike"}),
    Row("DELETE /v1/duplicates/<case_id>/merger", Level.BRANCH, "C", path={"case_id": "$merger"}),
)
