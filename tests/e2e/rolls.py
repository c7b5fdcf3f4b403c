"""How the registry's county gets its rolls: each thing that a committee does with a roster, once."""

from dataclasses import replace
from typing import Any

from scripts.demo.records import MEMBER_HEADER, ORGANISATION_HEADER, Row, organisation_cells
from scripts.demo.sheets import csv_bytes, xlsx_bytes
from scripts.story.founding import CSV, XLSX
from tests.e2e import paper
from tests.e2e.county import ADMIN, REVIEWER, SECRETARY, County

EDITED = 3
"""So many people's education is corrected by a later roster."""


def filled(county: County) -> County:
    county.found()
    no_delay(county, "MembersAlikeQueue")
    take_organisations(county)
    county.grant(REVIEWER, "reviewer", county.id_of(paper.TOWN))
    for code in (paper.ELECTING, paper.AWAY):
        county.grant(SECRETARY, "secretary", county.id_of(code))
    take_members(county)
    take_corrections(county)
    return county


def no_delay(county: County, name: str) -> None:
    """Let a queue hand over at once what it keeps back on AWS for some minutes."""
    queues = county.cloud.emulator.client("sqs")
    (url,) = [url for url in queues.list_queues(MaxResults=1000)["QueueUrls"] if f"-{name}-" in url]
    queues.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "0"})


def act(county: County, roster: str, verb: str, end: str) -> dict[str, Any]:
    """Ask for something, and wait for the state to which it leads."""
    county.api.post(ADMIN, f"/v1/rosters/{roster}/{verb}")
    return reached(county, roster, end)


def reached(county: County, roster: str, end: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        now: dict[str, Any] = county.api.get(ADMIN, f"/v1/rosters/{roster}")
        assert now["state"] != "REFUSED", now["problem"]
        return now if now["state"] == end else None

    return county.until(look, f"a roster that is {end}", patience=120)


def branches(county: County, roster: str) -> dict[str, tuple[int, int]]:
    """Code → members before and after."""
    lines = county.api.all(ADMIN, f"/v1/rosters/{roster}/branches")
    return {line["branchCode"]: (line["before"], line["after"]) for line in lines}


def take_organisations(county: County) -> None:
    lines = [Row(organisation_cells(one)) for one in paper.ORGANISATIONS]
    content = csv_bytes(ORGANISATION_HEADER, lines, "utf-8-sig")
    roster = county.upload("organisations", content, CSV)["rosterId"]
    reached(county, roster, "PREVIEWED")
    county.seen["organisations"] = act(county, roster, "apply", "APPLIED")["counters"]


def take_members(county: County) -> None:
    """A strange header is explained; the file is applied with a pause, taken back, and applied again."""
    seen = county.seen
    lines = [*paper.rows(paper.PEOPLE), paper.spoiled(paper.PEOPLE[0])]
    roster = county.upload("members", xlsx_bytes("花名册", paper.strange_header(), lines), XLSX)["rosterId"]
    asking = reached(county, roster, "NEEDS_MAPPING")
    seen["asking"] = [one["heading"] for one in asking["layout"]["columns"] if one["field"] is None]
    columns = {one["letter"]: one["field"] or _field(one["heading"]) for one in asking["layout"]["columns"]}
    county.api.put(ADMIN, f"/v1/rosters/{roster}/mapping", {"columns": columns, "save": True})
    seen["preview"] = reached(county, roster, "PREVIEWED")["counters"]
    seen["branches"] = branches(county, roster)
    county.api.post(ADMIN, f"/v1/rosters/{roster}/apply")
    seen["paused"] = act(county, roster, "pause", "PAUSED")["pausedFrom"]
    seen["applied"] = act(county, roster, "resume", "APPLIED")["counters"]
    seen["rolls"] = {code: len(county.roll(code)) for code in seen["branches"]}
    seen["undone"] = act(county, roster, "undo", "UNDONE")["counters"]
    seen["rolls undone"] = {code: len(county.roll(code)) for code in seen["branches"]}
    seen["again"] = act(county, roster, "apply", "APPLIED")["counters"]
    seen["members"] = roster


def _field(heading: str) -> str:
    return {"同志": "name", "证号": "id_number"}[heading]


def take_corrections(county: County) -> None:
    """The same committee's headings need no word any more; one roster is cancelled, one applied and taken back."""
    seen, people = county.seen, paper.of_branch(paper.STANDING)
    changed = [replace(one, education=_other(one.education)) for one in people[:EDITED]]
    content = xlsx_bytes("更正", paper.strange_header(), paper.rows([*changed, *people[EDITED:]]))
    first = county.upload("members", content, XLSX)
    seen["corrections"] = reached(county, first["rosterId"], "PREVIEWED")["counters"]
    path = f"/v1/rosters/{first['rosterId']}/rows?outcome=update"
    seen["differences"] = [line["differences"] for line in county.api.all(ADMIN, path)]
    seen["cancelled"] = act(county, first["rosterId"], "cancellation", "CANCELLED")["counters"]
    second = county.upload("members", content, XLSX)
    seen["same as"] = (second["sameAs"], first["rosterId"])
    reached(county, second["rosterId"], "PREVIEWED")
    seen["corrected"] = act(county, second["rosterId"], "apply", "APPLIED")["counters"]
    county.ask(ADMIN, "PATCH", f"/v1/members/{county.member(people[0])}", {"education": "11"})
    seen["taken back"] = act(county, second["rosterId"], "undo", "UNDONE")["counters"]
    seen["kept"] = county.api.all(ADMIN, f"/v1/rosters/{second['rosterId']}/rows?outcome=kept")
    seen["error file"] = _error_file(county, second["rosterId"])


def _other(education: str) -> str:
    return "大学本科" if education != "大学本科" else "大学专科"


def _error_file(county: County, roster: str) -> str:
    link = county.api.get(ADMIN, f"/v1/rosters/{roster}/errors")
    return county.api.download(link["url"]).decode("utf-8-sig")


def joined(county: County, *people: Any) -> None:
    """A late roster of a few people more."""
    content = csv_bytes(MEMBER_HEADER, paper.rows(people), "utf-8-sig")
    roster = county.upload("members", content, CSV)["rosterId"]
    reached(county, roster, "PREVIEWED")
    counters = act(county, roster, "apply", "APPLIED")["counters"]
    assert counters["applied"] == len(people), counters
