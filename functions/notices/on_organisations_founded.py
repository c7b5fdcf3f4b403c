"""Branches came to be: those that must hold theme days get their first deadline."""

from typing import Any

from functions.notices import idle
from kernel.consumer import Failures, each_event
from kernel.events import OrganisationsFounded


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, {OrganisationsFounded: idle.founded}, "notices.on_organisations_founded")
