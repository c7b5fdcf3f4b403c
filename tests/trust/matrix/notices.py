"""Notices, reminders, dispatches, and how people are reached."""

from kernel.authority import Role
from tests.trust.matrix.rows import EVERY_MEMBER, IN_BRANCH, SELF, TOWNSHIP, Row
from tests.trust.trees import Level, Relation, caller

DISPATCH = {"organisationId": "$township", "audience": {"organisationId": "$township"}}
SENT = {"dispatch_id": "$dispatch"}
WORDING = {"reader": "member", "language": "zh", "channel": "inbox", "text": "{since}以来{months}个月"}


ROWS: tuple[Row, ...] = (
    Row("GET /v1/me/notices", anyone=True),
    Row("GET /v1/me/notices/counts", anyone=True),
    Row(
        "POST /v1/public/receipts/<channel>",
        signed=True,
        path={"channel": "sms"},
        body={"receipts": [{"receipt": "any", "state": "DELIVERED"}]},
    ),
    Row("POST /v1/me/notices/<notice_id>/read", members=SELF, path={"notice_id": "$own_notice"}, variant="own"),
    Row(
        "POST /v1/me/notices/<notice_id>/read",
        only=frozenset({caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)}),
        path={"notice_id": "$office_notice"},
        variant="of an office",
    ),
    Row("POST /v1/me/notices/<notice_id>/done", members=SELF, path={"notice_id": "$own_notice"}, variant="own"),
    Row(
        "POST /v1/me/notices/<notice_id>/done",
        only=frozenset({caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)}),
        path={"notice_id": "$office_notice"},
        variant="of an office",
    ),
    Row("GET /v1/me/notices/preferences", members=EVERY_MEMBER),
    Row("PUT /v1/me/notices/preferences", members=EVERY_MEMBER, body={"language": "en", "channels": ["sms"]}),
    Row("GET /v1/me/notices/messages", members=EVERY_MEMBER),
    Row("GET /v1/me/notices/contacts", members=EVERY_MEMBER),
    Row("POST /v1/me/notices/contacts", members=EVERY_MEMBER, body={"channel": "sms", "address": "13800000000"}),
    Row(
        "POST /v1/me/notices/contacts/<channel>/confirmation",
        members=SELF,
        path={"channel": "email"},
        body={"code": "123456"},
    ),
    Row("DELETE /v1/me/notices/contacts/<channel>", members=SELF, path={"channel": "email"}),
    Row("GET /v1/organisations/<organisation_id>/webhook", Level.COUNTY, "C", path={"organisation_id": "$county"}),
    Row(
        "PUT /v1/organisations/<organisation_id>/webhook",
        Level.COUNTY,
        "C",
        path={"organisation_id": "$county"},
        body={"url": "http://WebhookHosts/told"},
    ),
    Row("DELETE /v1/organisations/<organisation_id>/webhook", Level.COUNTY, "C", path={"organisation_id": "$county"}),
    Row("GET /v1/organisations/<organisation_id>/notice-templates", Level.TOWNSHIP, "SRCA", path=TOWNSHIP),
    Row(
        "GET /v1/organisations/<organisation_id>/notice-templates/<code>",
        Level.TOWNSHIP,
        "SRCA",
        path=TOWNSHIP | {"code": "ABSENT_3M"},
        query={"reader": "member"},
    ),
    Row(
        "PUT /v1/organisations/<organisation_id>/notice-templates/<code>",
        Level.TOWNSHIP,
        "C",
        path=TOWNSHIP | {"code": "ABSENT_3M"},
        body=WORDING,
    ),
    Row("POST /v1/reminders/runs", Level.COUNTY, "C", body={"organisationId": "$county", "asOf": "$today"}),
    Row("POST /v1/dispatches", Level.TOWNSHIP, "SC", body=DISPATCH | {"title": "通知", "body": "请知悉。"}),
    Row("POST /v1/dispatches/preview", Level.TOWNSHIP, "SC", body=DISPATCH, reads=True),
    Row("GET /v1/dispatches/previews/<preview_id>", Level.TOWNSHIP, "SC", path={"preview_id": "$preview"}),
    Row("GET /v1/dispatches/<dispatch_id>", Level.TOWNSHIP, "SRCA", path=SENT),
    Row(
        "GET /v1/dispatches/<dispatch_id>/unread", Level.BRANCH, "SRCA", path=SENT, query={"organisationId": "$branch"}
    ),
    Row("POST /v1/dispatches/<dispatch_id>/reminders", Level.TOWNSHIP, "SC", path=SENT, body={}),
    Row("POST /v1/dispatches/<dispatch_id>/retraction", Level.TOWNSHIP, "SC", path=SENT, body={"reason": "有误"}),
    Row("GET /v1/organisations/<organisation_id>/burden", Level.BRANCH, "SRCA", path=IN_BRANCH),
    Row("GET /v1/organisations/<organisation_id>/warnings", Level.BRANCH, "SRCA", path=IN_BRANCH),
)
