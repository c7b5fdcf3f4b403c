"""The record and its stream."""

from collections.abc import Sequence

from kernel import aws
from kernel.authority import Role
from kernel.ids import new_id
from tests import builders
from tests.builders import Tree
from tests.integration.members import people
from tests.trust.arrangements.samples import Body, file, of


def a_chain() -> Sequence[Body]:
    builders.account("granter", (Role.SECURITY, Tree().county))
    people.deliver(people.message(Tree(), [people.row(2)]))
    return of("journal/on_seal.json")


def a_chain_to_watch() -> Sequence[Body]:
    a_chain()
    return of("journal/on_nightly.json")


def a_stream() -> Sequence[Body]:
    _hear()
    return [file("journal/relay.json")]


def what_waited() -> Sequence[Body]:
    _hear()
    return of("journal/on_later.json")


def _hear() -> None:
    """The bus leads to a queue, so that what arrives can be seen."""
    events, sqs = aws.client("events"), aws.client("sqs")
    url = sqs.create_queue(QueueName=f"told-{new_id()}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="all", EventBusName="Bus", EventPattern='{"source": ["e-branch"]}')
    events.put_targets(Rule="all", EventBusName="Bus", Targets=[{"Id": "told", "Arn": arn}])
