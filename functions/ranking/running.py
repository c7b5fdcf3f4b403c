"""A run of one county: fold its boards as of an instant, write one item per organisation, then publish. Safe twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from functions.ranking import packing, scores, trees
from functions.ranking.appeal_tables import ruled_in
from functions.ranking.band_rules import Thresholds, nearest
from functions.ranking.band_tables import ABOVE, in_partition
from functions.ranking.fold import County
from functions.ranking.lineage import Node
from functions.ranking.packing import About, Stamp
from functions.ranking.ranked import Branch, Ranked
from functions.ranking.tables import Children, Current, ListsRow, RankRow, Run
from kernel import aws
from kernel.clock import business_day, stamp
from kernel.directory import ancestors
from kernel.errors import Busy, Changed
from kernel.events import RankingPublished
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.table import Row
from kernel.transaction import TRIES, pause

BATCH = 25
KEPT = timedelta(days=7)  # what a nightly run publishes is kept for good


@dataclass(frozen=True)
class Job:
    """A county, a season and the instant of the run; `lasting` items are never deleted."""

    county_id: str
    season: str
    as_of: datetime
    run_id: str
    lasting: bool = False

    @classmethod
    def of(cls, county_id: str, season: str, as_of: datetime, *, lasting: bool = False) -> "Job":
        """The run of a schedule: the same county and instant are the same run."""
        return cls(county_id, season, as_of, derived_id("ranking", county_id, season, stamp(as_of)), lasting)

    def stamp(self) -> Stamp:
        return Stamp(self.season, stamp(self.as_of), None if self.lasting else self.as_of + KEPT)


@dataclass(frozen=True)
class Outcome:
    organisations: int
    members: int


def run(act: Act, job: Job) -> Outcome:
    """Rank one county. Raises `TooOld` if the boards do not reach back to the instant."""
    return _rank(act, job, scores.boards(job.season, job.county_id))


def run_and_compare(act: Act, job: Job) -> Outcome:
    """Rank one county, and say how far its boards are from the ledger."""
    stored = scores.boards(job.season, job.county_id)
    outcome = _rank(act, job, stored)
    apart = scores.difference(job.season, job.county_id, stored)
    if apart is not None:
        with single_metric(name="RankingDifference", unit=MetricUnit.Count, value=apart, namespace="EBranch"):
            pass
    return outcome


def _rank(act: Act, job: Job, stored: Sequence[scores.Stored]) -> Outcome:
    known = trees.tree(job.county_id)
    boards = placed(job.county_id, known, scores.as_of(stored, job.as_of))
    ranked = County.of(job.county_id, trees.standing(known), boards).ranked()
    write(rows(job, known, ranked))
    members = next(r.members for r in ranked if r.organisation_id == job.county_id)
    outcome = Outcome(len(ranked), members)
    retrying(lambda: publish(act, job, outcome))
    return outcome


def rows(job: Job, known: Mapping[str, Node], ranked: Iterable[Ranked]) -> list[RankRow | ListsRow]:
    """The items of a county's organisations; that of the county itself names the one above it."""
    unknown, bands, ruled = Node("", "", ""), _bands(job, known), ruled_in(job.season, job.county_id)
    made = list[RankRow | ListsRow]()
    for one in ranked:
        node = known.get(one.organisation_id, unknown)
        above = node.parent_id if one.organisation_id == job.county_id else ""
        thresholds = nearest([one.organisation_id, *trees.above(one.organisation_id, known)], bands)
        about = About(node.level or None, above or None, thresholds, ruled.get(one.organisation_id))
        made += packing.rows(one, job.stamp(), about)
    return made


def _bands(job: Job, known: Mapping[str, Node]) -> dict[str, Thresholds]:
    """What is in force in a county as of a run, and at the organisation above it."""
    day = business_day(job.as_of)
    own, county = in_partition(job.county_id, day), known.get(job.county_id)
    if county is None or county.parent_id == Children.ROOT:
        return own
    path = trees.above_counties().get(county.parent_id)
    beyond = in_partition(ABOVE, day) if path else {}
    return {county.parent_id: nearest(ancestors(path.path)[::-1], beyond), **own} if path and beyond else own


def placed(county_id: str, known: Mapping[str, Node], branches: Iterable[Branch]) -> Iterator[Branch]:
    """The branches where the tree has them now. A closed one is gone with its last member."""
    for branch in branches:
        node = known.get(branch.id)
        if branch.members or node is None or node.parent_id != Children.CLOSED:
            yield branch._replace(path=trees.path_in(county_id, branch.id, known) or branch.path)


def write(rows: Sequence[Row]) -> None:
    """The same instant gives the same rows, so that writing them again changes nothing."""
    for batch in batched(rows, BATCH, strict=False):
        left = {RankRow.Meta.table_name: [{"PutRequest": {"Item": row.serialize()}} for row in batch]}
        for attempt in range(TRIES):
            left = aws.client("dynamodb").batch_write_item(RequestItems=left)["UnprocessedItems"]  # type: ignore[assignment,arg-type]  # built as the wire wants it
            if not left:
                break
            pause(attempt)
        else:
            raise Busy


def publish(act: Act, job: Job, outcome: Outcome) -> None:
    """From now on readers see this run, unless a later one stands."""
    work = UnitOfWork(act, chain=job.county_id, action="ranking.publish", subject=job.run_id)
    key = Current.key_of(job.season, job.county_id)
    current = Current.find(*key) or Current(*key, as_of="")
    if current.as_of < stamp(job.as_of):
        current.as_of, current.run_id = stamp(job.as_of), job.run_id
        work.put(current, Changed())
    work.put(_published(job, outcome), Changed())
    work.record(
        RankingPublished(
            run_id=job.run_id,
            county_id=job.county_id,
            season=job.season,
            as_of=job.as_of,
            organisations=outcome.organisations,
            members=outcome.members,
        )
    )
    work.commit()


def _published(job: Job, outcome: Outcome) -> Run:
    run_ = Run.find(Run.partition(job.run_id), "RUN") or Run(Run.partition(job.run_id))
    run_.county_id, run_.season, run_.as_of = job.county_id, job.season, stamp(job.as_of)
    run_.state = Run.DONE
    run_.organisations, run_.members = outcome.organisations, outcome.members
    return run_
