"""An operator founds a root: `aws lambda invoke` with the root's code and the subjects of two people.

No route leads here. The caller needs `lambda:InvokeFunction` on this function and nothing else.
"""

from typing import Any

from pydantic import ValidationError

from functions.identity import founding
from functions.identity.founding_models import Founding
from kernel.log import log
from kernel.problems import from_validation


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Raises `Invalid`, `FoundedOtherwise`, `ExclusiveRole`: the invocation then shows the error's code alone."""
    try:
        asked = Founding.model_validate(event)
    except ValidationError as error:
        raise from_validation(error.errors()) from None  # the library's message would repeat the input
    founded = founding.found(asked)
    log("founding", code=founded.outcome)
    return founded.model_dump(by_alias=True)
