"""The first two grants of a root: without them nobody could grant, since nobody grants to themselves."""

from functions.identity import accounts, grant_writing
from functions.identity.errors import FoundedOtherwise
from functions.identity.founding_models import Founded, Founding
from functions.identity.tables import FoundingRow
from kernel.authority import Role
from kernel.errors import Changed
from kernel.ids import organisation_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying

OPERATOR = "system:founding"


def found(founding: Founding) -> Founded:
    """Exactly once per root; again with the same people is done, with others `FoundedOtherwise`."""
    return retrying(lambda: _attempt(founding, organisation_id("", founding.root_organisation_code)))


def _attempt(founding: Founding, root: str) -> Founded:
    """The accounts are read before the mark: if another call founds in between, their versions stop this one."""
    system, security = accounts.of(founding.system), accounts.of(founding.security)
    before = FoundingRow.find(FoundingRow.partition(root), "FOUNDING")
    if before is not None:
        return _repeated(before, founding, root)
    work = UnitOfWork(Act(OPERATOR), chain=root, action="identity.found", subject=root)
    row = FoundingRow(FoundingRow.partition(root), system=founding.system, security=founding.security)
    work.put_new(row, Changed())
    grant_writing.add(work, system, founding.system, Role.SYSTEM, root)
    grant_writing.add(work, security, founding.security, Role.SECURITY, root)
    work.commit()
    return Founded(organisation_id=root, outcome="founded")


def _repeated(before: FoundingRow, founding: Founding, root: str) -> Founded:
    if (before.system, before.security) != (founding.system, founding.security):
        raise FoundedOtherwise
    return Founded(organisation_id=root, outcome="done")
