"""What a command about a member is decided on beside the dossier, in one call: a request has three reads.

here = around(member.branch_id, Member(pk, "NOW"), organisations=[host_id])
here.branch, here.head, here.organisations.get(host_id), here.row(Member(pk, "NOW"))
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kernel import directory
from kernel.directory import Organisation, Seen, demand_organisation
from kernel.record import Head
from kernel.table import Row


@dataclass(frozen=True)
class Around:
    """The home branch as it stands now, the head of its chain, and the other rows that were asked for."""

    branch: Organisation
    head: Head | None
    seen: Seen

    @property
    def organisations(self) -> dict[str, Organisation]:
        return self.seen.organisations

    def row[R: Row](self, wanted: R) -> R | None:
        """The stored row under the key of `wanted`, or None."""
        key = wanted.key()
        items = (item for item in self.seen.of(wanted.Meta.table_name) if key.items() <= item.items())
        return next((type(wanted).from_raw_data(item) for item in items), None)


def around(branch_id: str, *rows: Row, organisations: Iterable[str] = ()) -> Around:
    """Read consistently, at most fifty rows. Raises `NotFound` without the branch."""
    beside: dict[str, list[Any]] = {Head.Meta.table_name: [Head(branch_id).key()]}
    for row in rows:
        beside.setdefault(row.Meta.table_name, []).append(row.key())
    seen = directory.look([branch_id, *organisations], beside=beside)
    branch = demand_organisation(seen.organisations, branch_id)
    found = Around(branch, None, seen)
    return Around(branch, found.row(Head(branch_id)), seen)
