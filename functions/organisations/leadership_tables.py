"""Who holds the posts of an organisation and who held them, where holders are at home, and the terms that were."""

from pynamodb.attributes import ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item, Row


class HolderAttribute(MapAttribute[str, str]):
    """A post and who holds it since when: elected or appointed, approved by or filed with which organisation."""

    post = UnicodeAttribute()
    member_id = UnicodeAttribute()
    branch_id = UnicodeAttribute()
    since = UnicodeAttribute()
    how = UnicodeAttribute()
    approved_by = UnicodeAttribute(null=True)
    filed_with = UnicodeAttribute(null=True)


class Leaders(Item):
    """`ORG#<id>` / `LEADERS`: the holders of now; of an organisation with few posts, in one item."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="LEADERS")
    holders: ListAttribute[HolderAttribute] = ListAttribute(of=HolderAttribute, default=list)
    changed_on = UnicodeAttribute(null=True)

    @staticmethod
    def key_of(organisation_id: str) -> tuple[str, str]:
        return f"ORG#{organisation_id}", "LEADERS"


class Held(Row):
    """`ORG#<id>` / `HELD#<until>#<event>#<n>`: a post that somebody held until the day before `until`."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    post = UnicodeAttribute()
    member_id = UnicodeAttribute()
    branch_id = UnicodeAttribute()
    since = UnicodeAttribute()
    how = UnicodeAttribute()
    approved_by = UnicodeAttribute(null=True)
    filed_with = UnicodeAttribute(null=True)
    until = UnicodeAttribute()
    reason = UnicodeAttribute()

    PREFIX = "HELD#"

    @classmethod
    def place(cls, until: str, act_id: str = "", n: int = 0) -> str:
        return f"{cls.PREFIX}{until}#{act_id}#{n:03d}"


class SeatRow(Row):
    """`ORG#<branch>` / `SEAT#<member>#<organisation>`: a member of the branch holds a post there."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    PREFIX = "SEAT#"

    @classmethod
    def of(cls, branch_id: str, member_id: str, organisation_id: str) -> "SeatRow":
        return cls(f"ORG#{branch_id}", f"{cls.PREFIX}{member_id}#{organisation_id}")

    def open(self) -> tuple[str, str]:
        """Member and organisation."""
        _, member_id, organisation_id = self.sk.split("#")
        return member_id, organisation_id


class KeptTerm(Row):
    """`ORG#<id>` / `TERM#<begin>`: a term of office before the present one."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    term_started_on = UnicodeAttribute()
    term_years = NumberAttribute(null=True)
    term_extended_to = UnicodeAttribute(null=True)

    PREFIX = "TERM#"

    @classmethod
    def place(cls, begin: str) -> str:
        return cls.PREFIX + begin
