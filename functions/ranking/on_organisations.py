"""Organisations were founded: the copy of their county's tree grows."""

from typing import Any

from functions.ranking import trees
from kernel.consumer import Failures, each_event
from kernel.events import OrganisationsFounded


def lambda_handler(event: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - the signature Lambda calls
    return each_event(event, {OrganisationsFounded: trees.take_over}, "ranking on organisations")
