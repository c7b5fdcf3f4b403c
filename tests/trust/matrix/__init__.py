"""Who may call what, stated once more and in other words than `kernel/authority.py`: a row for every route, on the page
of its domain.

A row says where its target stands and who may; everything else follows from three sentences of `design.md` 5:
nobody without a token (401); nobody sees what lies outside their subtree (404); who sees, but is not granted, is told
so (403). A member sees their own branch and what is above it.
"""

from tests.trust.matrix import (
    absences,
    activities,
    identity,
    journal,
    members,
    notices,
    organisations,
    points,
    ranking,
    records,
    rights,
    rosters,
    service,
    votes,
)
from tests.trust.matrix.rows import ALLOWED, GRANTED, Cell, Row, cells

__all__ = ["ALLOWED", "GRANTED", "PAGES", "ROWS", "Cell", "Row", "cells"]

PAGES = {
    "identity": (identity,),
    "organisations": (organisations,),
    "members": (members, absences, rights),
    "rosters": (rosters,),
    "activities": (activities, records, votes, service),
    "points": (points,),
    "ranking": (ranking,),
    "notices": (notices,),
    "journal": (journal,),
}
"""The pages of each domain."""
ROWS: tuple[Row, ...] = tuple(row for pages in PAGES.values() for page in pages for row in page.ROWS)
