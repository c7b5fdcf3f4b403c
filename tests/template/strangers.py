"""Who is let in by what is no role: the policies of queues, buckets, keys and topics, as CloudFormation gets them."""

from collections.abc import Iterator
from typing import Any

from tests.template.house import Complaints, Template, named, statements, texts

POLICIES = ("PolicyDocument", "KeyPolicy", "ResourcePolicy")
OURSELVES = "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"
EXACTLY = ("ArnEquals", "StringEquals")
ON_BEHALF = ("aws:SourceArn", "aws:SourceAccount", "kms:CallerAccount")


def invitations(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Logical id and statement, for each that lets somebody in. What a role says of itself names nobody."""
    for name, resource in template["Resources"].items():
        for policy in POLICIES:
            for statement in statements(resource.get("Properties", {}).get(policy, {})):
                if statement["Effect"] == "Allow":
                    yield name, statement


def holds_for_one(statement: dict[str, Any]) -> bool:
    """Whether it is for one source or one account alone, by reference."""
    conditions = statement.get("Condition", {})
    return any(
        key in ON_BEHALF and named(value) is not None
        for operator in EXACTLY
        for key, value in conditions.get(operator, {}).items()
    )


def nobody_is_let_in_unnamed(template: Template) -> Complaints:
    """The account itself; or a service, or whoever else, on behalf of something of the account's own."""
    for name, statement in invitations(template):
        if "NotPrincipal" in statement:
            yield f"{name} lets in everybody but some"
        strangers = set(texts(statement.get("Principal", []))) - {OURSELVES}
        yield from (f"{name} lets in {who}" for who in sorted(strangers) if not holds_for_one(statement))
