"""What members say against the lists that they are on, and what was ruled."""

from pynamodb.attributes import UnicodeAttribute

from kernel.ids import derived_id
from kernel.settings import table_name
from kernel.submissions import Submission
from kernel.table import Row


class AppealItem(Submission):
    """`APPEALS#<organisation>` / `<appeal>`: one for each member and season; the id follows from the three.

    `words` are the member's, `reason` is the committee's: of an erased member both are blank and the state is CLOSED.
    """

    class Meta:
        table_name = table_name("ranking")

    OPEN, UPHELD, DISMISSED = "OPEN", "UPHELD", "DISMISSED"
    PREFIX, WAITING, WORDS = "APPEALS#", OPEN, ("words", "reason")

    state = UnicodeAttribute(default=OPEN)
    season = UnicodeAttribute()
    member_id = UnicodeAttribute()
    words = UnicodeAttribute(null=True)
    opened_by = UnicodeAttribute()
    opened_at = UnicodeAttribute()
    band = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    ruled_at = UnicodeAttribute(null=True)

    @staticmethod
    def id_of(organisation_id: str, season: str, member_id: str) -> str:
        return derived_id("ranking appeal", organisation_id, season, member_id)


class AboutRow(Row):
    """`ABOUT#<member>` / `<organisation>#<appeal>`: where words about a member stand."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def key_of(member_id: str, organisation_id: str = "", appeal_id: str = "") -> tuple[str, str]:
        return f"ABOUT#{member_id}", f"{organisation_id}#{appeal_id}"

    @property
    def there(self) -> tuple[str, str]:
        organisation_id, appeal_id = self.sk.split("#")
        return AppealItem.partition(organisation_id), appeal_id


class RuledRow(Row):
    """`RULED#<season>#<county>` / `<organisation>#<member>`: the list that a committee ruled somebody to be on."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    band = UnicodeAttribute()

    @staticmethod
    def key_of(season: str, county_id: str, organisation_id: str = "", member_id: str = "") -> tuple[str, str]:
        return f"RULED#{season}#{county_id}", f"{organisation_id}#{member_id}"


def ruled_in(season: str, county_id: str) -> dict[str, dict[str, str]]:
    """Of each organisation of a county the members whose list was ruled, and that list."""
    told: dict[str, dict[str, str]] = {}
    for row in RuledRow.query(RuledRow.key_of(season, county_id)[0], consistent_read=True):
        organisation_id, member_id = row.sk.split("#")
        told.setdefault(organisation_id, {})[member_id] = row.band
    return told
