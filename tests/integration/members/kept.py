"""Every kind of row that `members` keeps, and how it is about a person: a kind that is not listed fails a test."""

from importlib import import_module

from functions.members.attaching_tables import Attached
from functions.members.concerning_tables import Concerns
from functions.members.correction_tables import Correction
from functions.members.duplicates_tables import Case
from functions.members.erasure_tables import Absorbed, Erased, Erasure
from functions.members.floating_tables import Certificate, CertificateCounter, Contact, Floated, Floating, Holding
from functions.members.history_tables import Was
from functions.members.joining_tables import Announced
from functions.members.proposal_tables import PolicySet, PolicyTaken, Proposal
from functions.members.search_tables import Searched
from functions.members.segment_tables import Segment
from functions.members.tables import ChunkAnswered, DayCounter, IdNumberTaken, Member, Revealed, SubjectBound
from functions.members.tracing_tables import Attempt, LostCase, Traced
from functions.members.verifying_tables import Check
from kernel.table import Row
from tests.template_reader import ROOT

UNDER_THE_MEMBER = {
    Was,
    Revealed,
    Floating,
    Floated,
    Contact,
    Holding,
    LostCase,
    Attempt,
    Traced,
    Check,
    Erasure,
    Absorbed,
}
"""In the member's own partition, beside the dossier and the pointers."""
POINTED_AT = {Certificate, Correction, Proposal}
OF_THE_ACCOUNT = {SubjectBound, DayCounter}
BY_ITS_KEY = {Member, Attached, Concerns}
NOT_TOLD = {
    IdNumberTaken: "the index of the number, which stands in the dossier",
    ChunkAnswered: "outcomes of rows by their numbers; the dossier names its roster",
    CertificateCounter: "a number that is about nobody",
    Erased: "it stands where nothing else is left",
    Searched: "a line made of the dossier, together with those of others",
    Segment: "what is searched for, never who was found",
    Case: "it names another person",
    PolicySet: "a committee's switch",
    PolicyTaken: "a mark",
    Announced: "a day and a branch, about nobody",
}
TOLD = UNDER_THE_MEMBER | POINTED_AT | OF_THE_ACCOUNT | BY_ITS_KEY


def kinds() -> set[type[Row]]:
    """Every class of stored items of the domain."""
    files = [*(ROOT / "functions/members").glob("*_tables.py"), ROOT / "functions/members/tables.py"]
    found: set[type[Row]] = set()
    for file in files:
        module = import_module(f"functions.members.{file.stem}")
        found |= {
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Row) and value.__module__ == module.__name__
        }
    return {kind for kind in found if "Meta" in vars(kind)}
