"""What crosses the wire about columns."""

from typing import Annotated

from pydantic import Field, StringConstraints

from kernel.ids import OrganisationId
from kernel.model import Command, Line, Model
from kernel.rows import Kind

Letter = Annotated[str, StringConstraints(pattern=r"^(?:[A-Z]|A[A-Z]|B[A-H])$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]{1,40}$")]
Heading = Annotated[Line, StringConstraints(min_length=1, max_length=40)]


class MapColumns(Command):
    """The field of each column that holds one, by its letter; the header's row where another was found; to be kept?"""

    columns: Annotated[dict[Letter, FieldName], Field(min_length=1, max_length=60)]
    header_row: Annotated[int, Field(ge=0, le=1000)] | None = None
    sheet: Annotated[int, Field(ge=1, le=60)] | None = None
    save: bool = False

    def fields(self) -> dict[str, str]:
        return dict(self.columns)


class SaveMapping(Command):
    """Headings as the committee writes them, and the field of each; null for a column that is not to be read."""

    organisation_id: OrganisationId
    kind: Kind
    headings: Annotated[dict[Heading, FieldName | None], Field(max_length=200)]


class MappingOut(Model):
    organisation_id: OrganisationId
    kind: Kind
    headings: dict[str, str | None]
