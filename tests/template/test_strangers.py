"""What is deployed lets in nobody who is not named, and whoever would be is noticed."""

from typing import Any

import pytest

from tests.template.house import Template
from tests.template.strangers import invitations, nobody_is_let_in_unnamed
from tests.template.test_gates import broken
from tests.template.transformed import transformed

EVENTS = {"Service": "events.amazonaws.com"}
OTHERS = {"AWS": "arn:aws-cn:iam::123456789012:root"}
RULE = {"Fn::GetAtt": ["AccountBoundRule", "Arn"]}
QUEUE, BUCKET, KEY = (
    ("IdentityQueuesPolicy", "Properties", "PolicyDocument", "Statement"),
    ("PhotoBucketPolicy", "Properties", "PolicyDocument", "Statement"),
    ("P3Key", "Properties", "KeyPolicy", "Statement"),
)


def may(who: Any, **condition: Any) -> list[dict[str, Any]]:
    return [{"Effect": "Allow", "Principal": who, "Action": "some:Action", "Condition": condition}]


VIOLATIONS: list[tuple[Template, str]] = [
    (broken(*QUEUE, value=may("*")), "IdentityQueuesPolicy lets in *"),
    (broken(*QUEUE, value=may(EVENTS)), "IdentityQueuesPolicy lets in events.amazonaws.com"),
    (
        broken(*QUEUE, value=may(EVENTS, ArnLike={"aws:SourceArn": RULE})),
        "IdentityQueuesPolicy lets in events.amazonaws.com",
    ),
    (
        broken(*QUEUE, value=may(EVENTS, ArnEquals={"aws:SourceArn": "*"})),
        "IdentityQueuesPolicy lets in events.amazonaws.com",
    ),
    (broken(*BUCKET, value=may({"AWS": "*"})), "PhotoBucketPolicy lets in *"),
    (broken(*KEY, value=may(OTHERS)), "P3Key lets in arn:aws-cn:iam::123456789012:root"),
    (
        broken(*KEY, value=[{"Effect": "Allow", "NotPrincipal": OTHERS, "Action": "kms:*"}]),
        "P3Key lets in everybody but some",
    ),
]


def test_what_is_deployed_lets_in_nobody_unnamed() -> None:
    assert list(nobody_is_let_in_unnamed(transformed())) == []


def test_there_are_those_who_are_let_in() -> None:
    assert len({name for name, _ in invitations(transformed())}) > 10


@pytest.mark.parametrize(("wrong", "complaint"), VIOLATIONS, ids=[complaint for _, complaint in VIOLATIONS])
def test_whoever_is_let_in_is_noticed(wrong: Template, complaint: str) -> None:
    assert complaint in list(nobody_is_let_in_unnamed(wrong))
