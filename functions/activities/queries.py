"""What routes of several rooms ask for in a query."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.activities.models import MONTH
from kernel.ids import Id

FIRST, LAST = 2000, 2100

OfBranch = Annotated[Id, Query(alias="branchId")]
OfOrganisation = Annotated[Id, Query(alias="organisationId")]
ForWhom = Annotated[Id | None, Query(alias="organisationId", description="The caller, if none is named")]
OfMonth = Annotated[str | None, Query(pattern=MONTH)]
ThisMonth = Annotated[str | None, Query(pattern=MONTH, description="This month, if none is named")]
OfYear = Annotated[int, Query(ge=FIRST, le=LAST)]
ThisYear = Annotated[int | None, Query(ge=FIRST, le=LAST, description="This year, if none is named")]
