"""Points."""

from tests.trust.matrix.rows import ABOVE_TOWNSHIP, BRANCH, COLLEAGUE, DOSSIER, EVERY_MEMBER, SELF, Row
from tests.trust.trees import Level

RULE = {"id": "day", "activityType": "THEME_DAY", "to": "member", "points": 5, "zh": "主题党日", "en": "Theme day"}
RULES = {"organisationId": "$township", "effectiveFrom": "$tomorrow", "rules": [RULE]}
TRIAL = {"organisationId": "$township", "rules": [RULE], "target": 100}
AT_BRANCH = {"organisationId": "$branch"}
AWARDED = {"branchId": "$branch", "memberId": "$colleague", "ruleId": "honour", "heldOn": "$today"}
AWARD = AWARDED | {"reason": "表现突出", "evidence": "县委组〔2026〕12号"}
EXEMPT = {"branchId": "$branch", "memberId": "$colleague", "ground": "ill", "firstDay": "$today"}
EXEMPT |= {"lastDay": "$today", "reason": "住院治疗"}
ENDS = {"branchId": "$branch", "lastDay": "$today"}


ROWS: tuple[Row, ...] = (
    Row("GET /v1/me/points", members=EVERY_MEMBER),
    Row("GET /v1/points/opportunities", members=EVERY_MEMBER),
    Row("GET /v1/points/members/<member_id>", Level.BRANCH, "SA", SELF, path=DOSSIER),
    Row("GET /v1/points/branches/<branch_id>", Level.BRANCH, "SRCA", BRANCH, path={"branch_id": "$branch"}),
    Row("GET /v1/points/branches/<branch_id>/groups", Level.BRANCH, "SRCA", BRANCH, path={"branch_id": "$branch"}),
    Row("GET /v1/points/groups/<group_id>", Level.BRANCH, "SRCA", BRANCH, path={"group_id": "$group"}),
    Row("GET /v1/points/rules", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, query={"organisationId": "$township"}),
    Row("PUT /v1/points/rules", Level.TOWNSHIP, "C", body=RULES),
    Row("GET /v1/points/rule-sets", anyone=True),
    Row("POST /v1/points/simulations", Level.TOWNSHIP, "C", body=TRIAL),
    Row("POST /v1/points/simulations", Level.BRANCH, "C", body=TRIAL | AT_BRANCH, variant="branch"),
    Row("GET /v1/points/simulations/<simulation_id>", Level.TOWNSHIP, "C", path={"simulation_id": "$simulation"}),
    Row("POST /v1/points/disputes", members=EVERY_MEMBER, body={"line": "$line", "words": "没有参加。"}),
    Row("GET /v1/points/disputes", Level.TOWNSHIP, "RCA", query={"organisationId": "$township"}),
    Row("GET /v1/points/disputes/own", members=EVERY_MEMBER),
    Row(
        "POST /v1/points/disputes/<dispute_id>/ruling",
        Level.TOWNSHIP,
        "RC",
        path={"dispute_id": "$dispute_open"},
        body={"organisationId": "$township", "outcome": "dismissed", "reason": "记录无误。"},
    ),
    Row("POST /v1/points/awards", Level.BRANCH, "SC", body=AWARD),
    Row("GET /v1/points/awards", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row(
        "GET /v1/points/awards/<award_id>",
        Level.BRANCH,
        "SRCA",
        COLLEAGUE,
        path={"award_id": "$award"},
        query={"branchId": "$branch"},
    ),
    Row("POST /v1/points/exemptions", Level.BRANCH, "SC", body=EXEMPT),
    Row("GET /v1/points/exemptions", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row("GET /v1/points/exemptions/own", members=EVERY_MEMBER),
    Row(
        "POST /v1/points/exemptions/<exemption_id>/end",
        Level.BRANCH,
        "SC",
        path={"exemption_id": "$exemption"},
        body=ENDS,
    ),
    Row(
        "POST /v1/points/awards/<award_id>/decision",
        Level.BRANCH,
        "RC",
        path={"award_id": "$award"},
        body={"branchId": "$branch", "decision": "confirm"},
    ),
)
