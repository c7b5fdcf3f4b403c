"""Committees' quiet hours."""

from kernel.policies import PolicyCopy
from kernel.settings import table_name


class QuietHours(PolicyCopy):
    """`POLICY#<organisation>` / `quiet_hours`: `22:00-07:00`."""

    class Meta:
        table_name = table_name("notices")
