"""A committee's warnings, its own and those of all below: the riskiest first, then the history, the newest first."""

from functions.notices import warning_tables
from functions.notices.warning_models import State, WarningOut
from functions.notices.warning_tables import Listed
from functions.notices.words_shape import Language
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.errors import Malformed
from kernel.model import Page
from kernel.table import decode_cursor, encode_cursor


def warnings(
    caller: Asking, organisation_id: str, state: State, language: Language, cursor: str | None, limit: int
) -> Page[WarningOut]:
    """Raises `Forbidden`, `NotFound`, `Malformed`."""
    place = directory.organisation(organisation_id)
    caller.may("notices.warnings.read", Target(path=place.path))
    found = warning_tables.page(place.id, past=state == "all", after=_place(cursor), limit=limit)
    return Page(
        items=[WarningOut.of(warning, language) for warning in found.warnings],
        as_of=now(),
        next=encode_cursor({"after": found.last} if found.last else None),
    )


def _place(cursor: str | None) -> str | None:
    place = decode_cursor(cursor)
    after = place.get("after") if place else None
    if place and not (isinstance(after, str) and after.startswith(Listed.KINDS)):
        raise Malformed(field="cursor")
    return after
