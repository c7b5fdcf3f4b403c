"""An inspection bundle's pages are set once for the same content: a second of fonts, and hundreds of trials."""

from collections.abc import Callable
from typing import Any
from unittest import mock

from functions.activities.bundles import pdf
from functions.activities.bundles.models import InspectionBundle
from tests.trust.delivery import Handler

KEPT: dict[str, bytes] = {}
SET = pdf.typeset


def remembered(found: InspectionBundle) -> bytes:
    content = found.model_dump_json()
    if content not in KEPT:
        KEPT[content] = SET(found)
    return KEPT[content]


def set_once(handler: Callable[..., Any]) -> Handler:
    """The consumer, with a memory for what it has set."""

    def called(batch: dict[str, Any], context: Any) -> Any:
        with mock.patch.object(pdf, "typeset", remembered):
            return handler(batch, context)

    return called
