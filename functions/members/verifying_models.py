"""What an external verifier said of a member."""

from datetime import date

from functions.members.verifier import Verdict
from kernel.ids import MemberId
from kernel.model import Model


class IdentityCheckOut(Model):
    """Whether name and ID number belong together; UNKNOWN where the verifier has no such number."""

    member_id: MemberId
    verdict: Verdict
    checked_on: date
