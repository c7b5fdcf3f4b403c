"""The indexes by which two dossiers of one person are found."""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

ALIKE = ("sex", "born", "membership_state", "branch_id")


class MembersByName(GlobalSecondaryIndex[Any]):
    """Who has a name, county by county."""

    class Meta:
        index_name = "namesakes"
        projection = IncludeProjection([*ALIKE, "mobile_index"])

    name = UnicodeAttribute(hash_key=True)
    county_id = UnicodeAttribute(range_key=True)


class MembersByPhone(GlobalSecondaryIndex[Any]):
    """Who has a mobile number, by its blind index: several people may. Who has none is not in it."""

    class Meta:
        index_name = "phones"
        projection = IncludeProjection([*ALIKE, "name", "county_id"])

    mobile_index = UnicodeAttribute(hash_key=True)
    pk = UnicodeAttribute(range_key=True)
