"""The two look-ups that every decision needs: who is asking, and where is it.

`identity` owns the accounts and writes them, `organisations` owns the tree and writes it; these models
are the contract.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pynamodb.attributes import BooleanAttribute, ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from kernel import moves
from kernel.errors import NotFound
from kernel.moves import MOVING, Move, Moves
from kernel.settings import table_name
from kernel.table import Item, Row
from kernel.together import read_all

Key = tuple[str, str]
Raw = dict[str, Any]


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


class CentreAttribute(MapAttribute[str, str]):
    """A service centre of an organisation, as maps and lists show it; degrees are WGS-84, in millionths."""

    centre_id = UnicodeAttribute()
    name = UnicodeAttribute()
    lat_e6 = NumberAttribute()
    lng_e6 = NumberAttribute()
    verified_on = UnicodeAttribute()


@dataclass(frozen=True)
class Carried:
    """What is still stored of an organisation that a move under way carried along."""

    path: str
    since: str | None
    placed_on: str | None
    changed_how: str | None
    changed_by: str | None
    changed_at: str | None
    reason: str | None


class Organisation(Item):
    """One organisation: where it stands now, and what it is. `path` is made of ids and always ends in a slash.

    `since` is the day from which it is as it is now, `placed_on` the day from which it stands where it stands;
    neither is known of what was never changed. A closed organisation has `closed_on`, a merged one `closed_into` too.
    `carried` is set on what was read while a move is under way and is not rewritten yet.
    """

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
    term_extended_to = UnicodeAttribute(null=True)
    since = UnicodeAttribute(null=True)
    placed_on = UnicodeAttribute(null=True)
    closed_on = UnicodeAttribute(null=True)
    closed_into = UnicodeAttribute(null=True)
    changed_how = UnicodeAttribute(null=True)
    changed_by = UnicodeAttribute(null=True)
    changed_at = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    secretary_since = UnicodeAttribute(null=True)
    lat_e6 = NumberAttribute(null=True)
    lng_e6 = NumberAttribute(null=True)
    position_on = UnicodeAttribute(null=True)
    centres: ListAttribute[CentreAttribute] = ListAttribute(of=CentreAttribute, null=True)
    tree = OrganisationsByPath()
    carried: Carried | None = None

    @property
    def id(self) -> str:
        return self.pk.removeprefix("ORG#")

    @property
    def closed(self) -> bool:
        return self.closed_on is not None

    def carry(self, under_way: Iterable[Move]) -> "Organisation":
        """Itself, as the moves under way make it, and what is still stored of it in `carried`."""
        move = moves.of(self.path, under_way)
        if move is None:
            return self
        names = Carried.__dataclass_fields__
        self.carried = Carried(**{name: getattr(self, name) for name in names})
        self.path = move.path_of(self.path)
        self.since = max(self.since or "", move.effective_on)
        self.placed_on = max(self.placed_on or "", move.effective_on)
        self.changed_how, self.reason = "carried", move.reason
        self.changed_by, self.changed_at = move.moved_by, move.moved_at
        return self

    @staticmethod
    def partition(organisation_id: str) -> str:
        return f"ORG#{organisation_id}"


TABLE = Organisation.Meta.table_name
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


@dataclass
class Seen:
    """What one look found: organisations by id, other rows by key, those of other tables, and the moves under way."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    rows: dict[Key, Raw] = field(default_factory=dict)
    beside: dict[str, list[Raw]] = field(default_factory=dict)
    moving: Moves = field(default_factory=lambda: Moves(*Moves.key_of(0)))

    def row[R: Row](self, model: type[R], key: Key) -> R | None:
        return model.from_raw_data(self.rows[key]) if key in self.rows else None

    def of(self, table: str) -> list[Raw]:
        """What was found in another table."""
        return self.beside.get(table, [])


def organisation(organisation_id: str) -> Organisation:
    """The organisation as it stands now (consistent read). Raises `NotFound`."""
    return demand_organisation(look([organisation_id]).organisations, organisation_id)


def organisations(ids: Iterable[str]) -> dict[str, Organisation]:
    """The organisations that exist, by id, where they stand now."""
    return look(ids).organisations


def look(ids: Iterable[str], others: Iterable[Key] = (), beside: Mapping[str, Sequence[Raw]] | None = None) -> Seen:
    """Organisations, and other rows of their table, with the moves under way: one call per hundred keys.

    `beside` are the keys of rows of other tables, by table, to be read with them.
    """
    wanted = [(Organisation.partition(i), "NOW") for i in dict.fromkeys(ids)]
    asked = [(TABLE, _key(*place)) for place in (Moves.any_key(), *wanted, *others)]
    asked += [(table, key) for table, keys in (beside or {}).items() for key in keys]
    found = read_all(asked)
    seen = _seen(wanted, found.pop(TABLE))
    seen.beside = found
    return seen


def organisation_and[R: Row](organisation_id: str, model: type[R], *key: Any) -> tuple[Organisation, R | None]:
    """An organisation and a row of another table, in one call. Raises `NotFound` without the organisation."""
    other = model.Meta.table_name
    seen = look([organisation_id], beside={other: [model(*key).key()]})
    here = demand_organisation(seen.organisations, organisation_id)
    return here, next((model.from_raw_data(row) for row in seen.of(other)), None)


def _seen(wanted: Sequence[Key], rows: Sequence[Raw]) -> Seen:
    found = {(row["pk"]["S"], row["sk"]["S"]): row for row in rows}
    moving = next((key for key in found if key[0].startswith(MOVING)), None)
    seen = Seen(moving=Moves.from_raw_data(found.pop(moving))) if moving else Seen()
    under_way = seen.moving.open()
    stored = (Organisation.from_raw_data(found.pop(key)) for key in wanted if key in found)
    seen.organisations = {o.id: o.carry(under_way) for o in stored}
    seen.rows = found
    return seen


def _key(partition: str, place: str) -> Raw:
    return {"pk": {"S": partition}, "sk": {"S": place}}


def account(subject: str) -> Account | None:
    return Account.find(Account.partition(subject), "ACCOUNT")


def demand_organisation(found: dict[str, Organisation], organisation_id: str) -> Organisation:
    if organisation_id not in found:
        raise NotFound
    return found[organisation_id]
