"""Accounts and members."""

from collections.abc import Sequence

import msgspec

from functions.identity import on_account_bound
from functions.identity.app import lambda_handler as identity
from kernel.authority import Role
from tests import builders
from tests.builders import Tree
from tests.conftest import Context
from tests.integration.members import people
from tests.trust.arrangements.samples import Body, of, sample
from tests.trust.delivery import until_done


def a_bound_secretary(*then: str) -> Sequence[Body]:
    """The person of the sample binding, with a role on the tree's first branch."""
    tree = Tree()
    builders.account("guard", (Role.SECURITY, tree.county))
    until_done(on_account_bound.lambda_handler, sample("identity/on_account_bound.json"))
    role = {"subject": "someone", "role": Role.SECRETARY.value, "organisationId": tree.branch.id}
    identity(builders.request("POST", "/v1/grants", subject="guard", body=role), Context())
    return of(*then)


def member_rows() -> Sequence[Body]:
    chunk = people.message(Tree(), [people.row(2)])
    return [sample("members/on_rows.json") | msgspec.to_builtins(chunk)]


def lookalikes() -> Sequence[Body]:
    """Two people of one name and birth date, whom the sample tells of."""
    people.deliver(people.message(Tree(), [people.row(2, name="张一伟"), people.row(3, name="张一伟")]))
    return of("members/on_enrolled.json")


def a_branch_merged() -> Sequence[Body]:
    """Two members of the branch that went into its sister."""
    tree = Tree()
    people.deliver(people.message(tree, [people.row(2), people.row(3)]))
    tree.branch.closed_on, tree.branch.closed_into = "2026-11-20", tree.sister.id
    tree.branch.save()
    return of("members/on_organisations_merged.json")


def people_to_find() -> Sequence[Body]:
    people.deliver(people.message(Tree(), [people.row(2), people.row(3)]))
    return of("members/on_members.json")
