"""Being away, being reached, and having lost touch (`domain.md` 2.1, 2.4, 6): days and reasons, nothing else."""

from datetime import date, timedelta
from typing import Literal

from functions.members.standing_rules import AWAY_MONTHS, REMOVED_AFTER_MONTHS, months_after

CONTACT_DAYS_ABROAD = 180  # domain.md 6 N: at least one contact in six months
FLOATING_MONTHS = 6  # domain.md 15 floating.min_months N

HOST_KINDS = frozenset({"FLOATING_BRANCH", "FLOATING_COMMITTEE"})  # domain.md 1.1

Reason = Literal["WORK", "BUSINESS", "STUDY", "FAMILY", "SECONDMENT", "LEAVE", "CONFERENCE", "OTHER"]
EndReason = Literal["RETURNED", "TRANSFERRED", "ERROR", "DOSSIER", "LEFT"]
Channel = Literal["PHONE", "MESSAGE", "VISIT", "LETTER", "MEETING", "RELATIVES", "OTHER"]
LostReason = Literal["1", "2", "3", "4", "5", "6", "7"]  # domain.md 6, the Sichuan form
CaseState = Literal["OPEN", "SUSPENDED", "REMOVAL_PROPOSED"]

WITH_A_LETTER = frozenset({"CONFERENCE", "SECONDMENT", "LEAVE"})  # domain.md 6: an introduction, no certificate


def contact_due(heard: date, days: int, *, abroad: bool) -> date:
    """The day by which a member must be heard of again; `days` is the committee's rate for those in the country."""
    return heard + timedelta(days=CONTACT_DAYS_ABROAD if abroad else days)


def is_long(since: date, expected_return: date | None) -> bool:
    """Whether an absence is one of a floating member by the definition of 2024: six months or more, or no end known."""
    return expected_return is None or expected_return >= months_after(since, FLOATING_MONTHS)


def why_no_certificate(
    reason: str, since: date, expected_return: date | None, *, returns_often: bool, transfer_impossible: bool
) -> str | None:
    """Why a certificate is not the right paper (`domain.md` 6); None if it is."""
    if reason in WITH_A_LETTER:
        return "introduction_instead"
    if returns_often:
        return "returns_often"
    if is_long(since, expected_return) and not transfer_impossible:
        return "transfer_instead"
    return None


def suspendable_from(lost_since: date) -> date:
    return months_after(lost_since, AWAY_MONTHS["LOST_CONTACT"])


def removable_from(suspended_on: date) -> date:
    return months_after(suspended_on, REMOVED_AFTER_MONTHS)


def case_due(state: str, lost_since: date, suspended_on: date | None) -> date:
    """When a case can go on: the day from which the membership may be suspended, or the removal be proposed."""
    if state == "OPEN" or suspended_on is None:
        return suspendable_from(lost_since)
    return removable_from(suspended_on)


def day(text: str | None) -> date | None:
    """A day as it is stored."""
    return date.fromisoformat(text) if text else None
