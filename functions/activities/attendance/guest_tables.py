"""The row of an activity's guests."""

from pynamodb.attributes import UnicodeAttribute

from functions.activities.tables import TABLE, Part


class Guests(Part):
    """`GUESTS`: how many came from which organisation, as the JSON that was sent in."""

    class Meta:
        table_name = TABLE

    content = UnicodeAttribute()
