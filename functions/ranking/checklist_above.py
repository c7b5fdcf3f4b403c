"""Task completion above the counties: each county's sums of the night, added up where they are asked for."""

from collections import defaultdict
from contextlib import suppress

from pynamodb.exceptions import PutError

from functions.ranking import checklist_counting
from functions.ranking.checklist_counting import Counted
from functions.ranking.checklist_rules import span
from functions.ranking.checklist_tables import CountySums
from functions.ranking.checklist_tallies import LineTally
from functions.ranking.errors import NotRanked
from functions.ranking.lineage import Node
from functions.ranking.tables import Children
from kernel import seasons
from kernel.clock import business_day, instant, now, stamp
from kernel.directory import ancestors


def keep(county_id: str) -> bool:
    """Sum up a county that stands below others, as of now; in January the year before too. Whether it does."""
    county, at = checklist_counting.tree(county_id).get(county_id), now()
    if county is None or county.parent_id == Children.ROOT:
        return False
    checklists = checklist_counting.of_county(county_id, at)
    for year in map(int, seasons.open_seasons(business_day(at))):
        sums = {name: list(one) for name, one in checklists.sums(county_id, year, business_day(at)).items()}
        row = CountySums(CountySums.partition(year), county_id, as_of=stamp(at), above=county.parent_id, sums=sums)
        row.level, row.kind = county.level, county.kind
        _save(row)
    return True


def _save(row: CountySums) -> None:
    """The latest stands."""
    with suppress(PutError):
        row.save(CountySums.as_of.does_not_exist() | (CountySums.as_of < row.as_of))


def count(top: str, period: str) -> Counted:
    """What stands below a city, a province or what is above them: counties, and cities of a province. As of the county
    that was summed up first. Raises `NotRanked` before a night has summed up any."""
    places = checklist_counting.above_counties()
    rows = list(CountySums.query(CountySums.partition(span(period)[0].year)))
    parts, nodes, as_of = defaultdict[str, list[LineTally]](list), dict[str, Node](), list[str]()
    for row in rows:
        above = ancestors(places[row.above].path) if row.above in places else []
        if top in above:
            as_of.append(row.as_of)
            nodes[row.sk] = Node(row.above, row.level, row.kind)
            for committee in (*above[above.index(top) :], row.sk):
                parts[committee].append(LineTally(*row.sums[period]))
    if not as_of:
        raise NotRanked
    nodes |= {own: Node("", place.level, "") for own, place in places.items()}
    sums = {own: LineTally.total(of_it) for own, of_it in parts.items()}
    return Counted({}, {own: one for own, one in sums.items() if own != top}, nodes, sums[top], instant(min(as_of)))
