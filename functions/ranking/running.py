"""A run of one county: fold its boards as of an instant, write one item per organisation, then publish. Safe twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from functions.ranking import packing, scores, trees
from functions.ranking.fold import Branch, Node, fold
from functions.ranking.tables import Children, Current, RankRow, Run
from kernel import aws, seasons
from kernel.clock import business_day, stamp
from kernel.errors import Busy, Changed
from kernel.events import RankingPublished
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
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


@dataclass(frozen=True)
class Outcome:
    organisations: int
    members: int


def season_at(as_of: datetime) -> str:
    return seasons.season_of(business_day(as_of))


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
    tree = {own: node for own, node in known.items() if node.parent_id != Children.CLOSED}
    ranked = fold(job.county_id, tree, _placed(job, known, scores.as_of(stored, job.as_of)))
    expires = None if job.lasting else job.as_of + KEPT
    levels = {organisation: node.level for organisation, node in tree.items()}
    _write([packing.row(r, levels.get(r.organisation_id), job.season, stamp(job.as_of), expires) for r in ranked])
    members = next(r.members for r in ranked if r.organisation_id == job.county_id)
    outcome = Outcome(len(ranked), members)
    retrying(lambda: _publish(act, job, outcome))
    return outcome


def _placed(job: Job, known: Mapping[str, Node], branches: Iterable[Branch]) -> Iterator[Branch]:
    """The branches where the tree has them now. A closed one is gone with its last member."""
    for branch in branches:
        node = known.get(branch.id)
        if branch.members or node is None or node.parent_id != Children.CLOSED:
            yield replace(branch, path=trees.path_in(job.county_id, branch.id, known) or branch.path)


def _write(rows: Sequence[RankRow]) -> None:
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


def _publish(act: Act, job: Job, outcome: Outcome) -> None:
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
