"""Which photos were shown before that are the same or alike, in the branch and everywhere: read by key, never scanned.

Read in three steps: the first photos with these bytes and the rows to which the new photo's marks will be added (with
their versions: of two alike at once the later finds the earlier), rows with other values to be looked for, then of
which activity those are that are alike. The rows are written in the transaction that accepts the photo.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.activities.photos import likeness_rules as rules
from functions.activities.photos.likeness_rules import Kept, Mark, Sketch
from functions.activities.photos.likeness_tables import Likeness, Shown
from functions.activities.photos.rules import Check, Where
from functions.activities.photos.tables import PhotoHash
from functions.activities.tables import TABLE, Activity
from kernel.errors import Changed
from kernel.together import AT_ONCE, read_tables
from kernel.transaction import Writes

CERTAIN = 100
OF_ONE_MOMENT = 30  # two photos of one activity are often alike
Raw = dict[str, Any]


@dataclass(frozen=True)
class New:
    """A photo that is about to be accepted."""

    photo_id: str
    activity_id: str
    branch_id: str
    sha256: str
    sketch: Sketch


@dataclass(frozen=True)
class Before:
    """What stands of earlier photos: the first with these bytes, and the marks under each value."""

    firsts: Mapping[str, PhotoHash]
    rows: Mapping[int, Likeness]

    def kept(self) -> dict[int, list[Kept]]:
        return {value: rules.unpack(row.marks) for value, row in self.rows.items()}


def look(new: New) -> Before:
    """At most three calls for its 24 marks and about 190 other values."""
    own = {mark.value for mark in new.sketch.own}
    others = sorted({mark.value for mark in new.sketch.asked} - own)
    hashes = [PhotoHash(key, "FIRST").key() for key in _hash_keys(new)]
    found = _read([*hashes, *map(_key, sorted(own))], consistent=True)
    for start in range(0, len(others), AT_ONCE):
        found += _read([_key(value) for value in others[start : start + AT_ONCE]], consistent=False)
    firsts = (PhotoHash.from_raw_data(row) for row in found if row["sk"]["S"] == "FIRST")
    rows = (Likeness.from_raw_data(row) for row in found if row["sk"]["S"] == "MARKS")
    return Before({first.pk: first for first in firsts}, {row.value: row for row in rows})


def _hash_keys(new: New) -> tuple[str, str]:
    return PhotoHash.partition(new.branch_id, new.sha256), PhotoHash.anywhere(new.sha256)


def _key(value: int) -> Raw:
    return Likeness(*Likeness.place(value)).key()


def _read(keys: Sequence[Raw], *, consistent: bool) -> list[Raw]:
    return read_tables({TABLE: {"Keys": list(keys), "ConsistentRead": consistent}})[TABLE]


def checks(new: New, before: Before) -> Iterator[Check]:
    """One for each earlier photo that is the same or alike; those of activities that were called off do not count."""
    strengths = {first.photo_id: CERTAIN for first in before.firsts.values()}
    alike = rules.alike(new.sketch.asked, before.kept())
    sure = {photo: rules.strength(count) for photo, count in alike.items() if photo not in strengths}
    for shown in _still_shown({*strengths, *sure} - {new.photo_id}):
        where, place = _where(new, shown), (shown.photo_id, shown.activity_id, shown.branch_id)
        if shown.photo_id in strengths:
            yield Check("SAME_FILE", CERTAIN, where, *place)
        else:
            most = OF_ONE_MOMENT if where == "ACTIVITY" else CERTAIN
            yield Check("ALIKE", min(most, sure[shown.photo_id]), where, *place)


def _still_shown(photos: Iterable[str]) -> list[Shown]:
    """Two reads, where there is any."""
    found = _find(Shown, [Shown.place(photo) for photo in sorted(photos)])
    activities = _find(Activity, [(Activity.partition(i), "NOW") for i in {one.activity_id for one in found}])
    held = {activity.id for activity in activities if activity.state != "CANCELLED"}
    return [one for one in found if one.activity_id in held]


def _find[R: (Shown, Activity)](kind: type[R], keys: Sequence[tuple[str, str]]) -> list[R]:
    return kind.find_all(keys, consistent=True) if keys else []


def _where(new: New, shown: Shown) -> Where:
    if shown.activity_id == new.activity_id:
        return "ACTIVITY"
    return "BRANCH" if shown.branch_id == new.branch_id else "ELSEWHERE"


def keep(work: Writes, new: New, before: Before) -> None:
    """Add the photo to the index: whose it is, its marks, its bytes where they are new."""
    work.put_new(Shown(*Shown.place(new.photo_id), activity_id=new.activity_id, branch_id=new.branch_id), Changed())
    for key in _hash_keys(new):
        if key not in before.firsts:
            work.put_new(PhotoHash(key, photo_id=new.photo_id, activity_id=new.activity_id), Changed())
    for value, marks in _by_value(new.sketch.own).items():
        row = before.rows.get(value) or Likeness(*Likeness.place(value), marks=b"")
        row.marks = rules.joined(row.marks, new.photo_id, marks)
        work.put(row)


def _by_value(marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.value].append(mark)
    return found
