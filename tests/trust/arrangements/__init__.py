"""What must stand before each consumer's event, and the event itself, from `events/<domain>/`: as little as will do."""

from tests.trust.arrangements.chains import a_chain, a_chain_to_watch, a_stream, what_waited
from tests.trust.arrangements.people import a_bound_secretary, a_branch_merged, lookalikes, member_rows, people_to_find
from tests.trust.arrangements.places import a_secretary_who_leaves, a_subtree_moved, organisation_rows
from tests.trust.arrangements.records import a_bundle_asked, a_photo, records_that_wait
from tests.trust.arrangements.rosters import a_roster, an_answer, an_order_to_apply, an_upload, parsed_rows
from tests.trust.arrangements.runs import THE_DAY, a_branch_warned_of, a_run_asked_for, a_run_due
from tests.trust.arrangements.samples import (
    AT,
    AWARDED,
    AWARDED_AWAY,
    BOARD,
    COUNTY,
    FOUNDED,
    NONCE,
    POSTED,
    REVIEWED_AWAY,
    TREE,
    Body,
    after,
    file,
    of,
    sample,
    with_tree,
)

__all__ = [
    "AT",
    "AWARDED",
    "AWARDED_AWAY",
    "BOARD",
    "COUNTY",
    "FOUNDED",
    "NONCE",
    "POSTED",
    "REVIEWED_AWAY",
    "THE_DAY",
    "TREE",
    "Body",
    "a_bound_secretary",
    "a_branch_merged",
    "a_branch_warned_of",
    "a_bundle_asked",
    "a_chain",
    "a_chain_to_watch",
    "a_photo",
    "a_roster",
    "a_run_asked_for",
    "a_run_due",
    "a_secretary_who_leaves",
    "a_stream",
    "a_subtree_moved",
    "after",
    "an_answer",
    "an_order_to_apply",
    "an_upload",
    "file",
    "lookalikes",
    "member_rows",
    "of",
    "organisation_rows",
    "parsed_rows",
    "people_to_find",
    "records_that_wait",
    "sample",
    "what_waited",
    "with_tree",
]
