"""Two who joined on one day, in a year so early that few years before it are to be asked for."""

from collections.abc import Sequence
from datetime import date, timedelta

from functions.members.anniversary_rules import AHEAD
from functions.members.joining_tables import Announced
from functions.members.tables import Member
from tests.builders import Tree
from tests.integration.members import people
from tests.trust.arrangements import Body, file

TODAY = date(1925, 6, 24)


def people_of_one_day() -> Sequence[Body]:
    tree = Tree()
    members = [*people.enrolled(tree, 2), *people.enrolled(tree, 3, branch=tree.sister)]
    for year, member_id in enumerate(members, 1922):
        dossier = Member.demand(Member.partition(member_id), "NOW")
        dossier.joined_on = f"{year}-07-01"
        dossier.save()
    done = TODAY + AHEAD - timedelta(days=1)
    Announced("ANNIVERSARIES", "NOW", done_through=done.isoformat(), version=1).save()
    return [file("members/on_anniversaries.json") | {"asOf": TODAY.isoformat()}]
