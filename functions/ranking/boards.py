"""Boards as the last run published them: the best members of an organisation, or the organisations below it."""

from collections.abc import Sequence

from functions.ranking import band_rules, packing, periods, rules, switches
from functions.ranking.band_rules import band
from functions.ranking.errors import NotRanked
from functions.ranking.histogram import decode
from functions.ranking.models import MemberLine, Of, OrganisationLine, RankingPage
from functions.ranking.paging import page
from functions.ranking.rules import ABOVE_COUNTIES, LISTS, PUBLIC_RANKING, TOP_SHOWN, visible
from functions.ranking.tables import Current, Key, ListsRow, PolicySet, RankRow, read_together
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now
from kernel.directory import Organisation

ACTION = "ranking.board"

Line = MemberLine | OrganisationLine


def board(
    caller: Asking, organisation_id: str, of: Of, season: str | None, cursor: str | None, limit: int
) -> RankingPage:
    """Of the season that runs, or of one that is closed. Members see the top alone unless their committee made rankings
    public (`domain.md` 7.2). Raises `NotRanked`."""
    where = directory.organisation(organisation_id)
    caller.may(ACTION, Target(path=where.path))
    season = season or periods.season_at(now())
    current, policies = _current_and_policies(season, where)
    row, lists_row = _published(season, organisation_id, current.as_of)
    reader, path = caller.may_by_role(ACTION, where.path), directory.ancestors(where.path)
    complete = reader or switches.is_on(PUBLIC_RANKING, path, policies)
    told = _members if of == "members" else _organisations
    lines = told(row, lists_row, reader, switches.is_on(LISTS, path, policies))
    items, following = page(lines if complete else _top(lines), cursor, limit)
    return RankingPage(
        organisation_id=organisation_id,
        level=row.level,
        season=season,
        of=of,
        members=int(row.members),
        complete=complete,
        items=items,
        as_of=instant(current.as_of),
        next=following,
    )


def _top(lines: Sequence[Line]) -> Sequence[Line]:
    return [line for line in lines if line.rank is not None and line.rank <= TOP_SHOWN]


def _published(season: str, organisation_id: str, as_of: str) -> tuple[RankRow, RankRow | ListsRow]:
    """What a run said of an organisation: its item, and the one that has its lists. Raises `NotRanked`."""
    keys: list[Key] = [(kind, kind.key_of(season, organisation_id, as_of)) for kind in (RankRow, ListsRow)]
    row, lists = read_together(keys)
    if not isinstance(row, RankRow):
        raise NotRanked
    return row, lists if isinstance(lists, ListsRow) else row


def _current_and_policies(season: str, where: Organisation) -> tuple[Current, list[PolicySet]]:
    """The last run of the county, or of all that stands above counties, and the policies on the path, in one look."""
    path = directory.ancestors(where.path)
    tree = path[0] if where.level in ABOVE_COUNTIES else where.county_id
    current, *policies = read_together([(Current, Current.key_of(season, tree)), *switches.keys(path)])
    if not isinstance(current, Current):
        raise NotRanked
    return current, [policy for policy in policies if isinstance(policy, PolicySet)]


def _members(row: RankRow, listed: RankRow | ListsRow, reader: bool, lists: bool) -> Sequence[Line]:
    top, best = packing.top_of(listed)[: rules.top_kept(int(row.members))], decode(row.histogram).best
    thresholds, ruled = packing.thresholds_of(row), row.ruled or {}
    ranks = rules.ranks([points for _, points in top])
    return [
        MemberLine(
            member_id=member_id,
            points=points,
            rank=rank,
            band=visible(
                band_rules.ruled(ruled, member_id) or band(points, best, thresholds), reader=reader, lists=lists
            ),
        )
        for (member_id, points), rank in zip(top, ranks, strict=True)
    ]


def _organisations(row: RankRow, listed: RankRow | ListsRow, reader: bool, lists: bool) -> Sequence[Line]:
    tallies, thresholds = packing.board_of(listed), packing.thresholds_of(row)
    best = max((tally.average for tally in tallies if tally.average is not None), default=0)
    return [
        OrganisationLine(
            organisation_id=tally.organisation_id,
            members=tally.members,
            average=None if tally.average is None else float(round(tally.average, 2)),
            points=tally.own,
            rank=rank,
            band=None
            if tally.average is None
            else visible(band(tally.average, best, thresholds), reader=reader, lists=lists),
        )
        for tally, rank in zip(tallies, rules.places(tallies), strict=True)
    ]
