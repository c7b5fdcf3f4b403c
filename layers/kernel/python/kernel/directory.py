"""The two look-ups that every decision needs: who is asking, and where is it.

`identity` owns the accounts and writes them, `organisations` owns the tree and writes it; these models
are the contract.
"""

from collections.abc import Iterable

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from kernel.errors import NotFound
from kernel.settings import table_name
from kernel.table import Item


class GrantAttribute(MapAttribute[str, str]):
    """One role on one organisation and all below it."""

    role = UnicodeAttribute()
    organisation_id = UnicodeAttribute()


class Account(Item):
    """`SUBJECT#<sub>`: the person behind a token. The token carries the subject alone."""

    class Meta:
        table_name = table_name("identity")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ACCOUNT")
    member_id = UnicodeAttribute(null=True)
    branch_id = UnicodeAttribute(null=True)
    grants: ListAttribute[GrantAttribute] = ListAttribute(of=GrantAttribute, default=list)

    @staticmethod
    def partition(subject: str) -> str:
        return f"SUBJECT#{subject}"


class OrganisationsByPath(GlobalSecondaryIndex["Organisation"]):
    """The tree of a county in the order of its paths: a subtree is one range."""

    class Meta:
        index_name = "tree"
        projection = AllProjection()

    county_id = UnicodeAttribute(hash_key=True)
    path = UnicodeAttribute(range_key=True)


class Organisation(Item):
    """One organisation: where it stands now, and what it is. `path` is made of ids and always ends in a slash."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    path = UnicodeAttribute()
    county_id = UnicodeAttribute()
    parent_id = UnicodeAttribute(null=True)
    code = UnicodeAttribute(null=True)
    name = UnicodeAttribute()
    kind = UnicodeAttribute()
    level = UnicodeAttribute()
    sector = UnicodeAttribute(null=True)
    founded_on = UnicodeAttribute(null=True)
    term_started_on = UnicodeAttribute(null=True)
    term_years = NumberAttribute(null=True)
    holds_members = BooleanAttribute(default=False)
    tree = OrganisationsByPath()

    @property
    def id(self) -> str:
        return self.pk.removeprefix("ORG#")

    @staticmethod
    def partition(organisation_id: str) -> str:
        return f"ORG#{organisation_id}"


ROOT_PATH = "/"


def path_below(parent_path: str, organisation_id: str) -> str:
    """The only place where a path is made: `/01H…/` + `01J…` → `/01H…/01J…/`."""
    return f"{parent_path}{organisation_id}/"


def covers(organisation_id: str, path: str) -> bool:
    """Whether the organisation is on the path: itself or above. Slashes on both sides keep a prefix from passing."""
    return f"/{organisation_id}/" in path


def ancestors(path: str) -> list[str]:
    """The ids of a path, from the root down to the organisation itself."""
    return path.strip("/").split("/")


def organisation(organisation_id: str) -> Organisation:
    """The organisation as it stands now (consistent read). Raises `NotFound`."""
    return Organisation.demand(Organisation.partition(organisation_id), "NOW")


def organisations(ids: Iterable[str]) -> dict[str, Organisation]:
    """The organisations that exist, by id."""
    found = Organisation.find_all([(Organisation.partition(i), "NOW") for i in dict.fromkeys(ids)], consistent=True)
    return {o.id: o for o in found}


def account(subject: str) -> Account | None:
    return Account.find(Account.partition(subject), "ACCOUNT")


def demand_organisation(found: dict[str, Organisation], organisation_id: str) -> Organisation:
    if organisation_id not in found:
        raise NotFound
    return found[organisation_id]
