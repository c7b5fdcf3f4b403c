"""Habits of ministack that would mislead, put right.

A function that logs nothing waits 50 ms; an exception loses its name; a policy that asks for TLS refuses everything,
since the wire inside this machine has none; one that asks for an encryption context refuses too; a batch of messages
asks for a right that AWS does not know; a mail asks for a right to every sender; schedules know no time zone
(`schedules.py`); a path with a line break has no route. And every policy of a role was read anew with every request.
"""

import json
import threading
from functools import lru_cache
from typing import Any

from ministack import app as gateway
from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.services import apigateway, lambda_svc

from scripts.local import schedules

# Seconds to wait for a first log line, for the line after it, and at most. Shipped: 0.05, 0.005, 0.25; a line that
# comes later is shown with the next call.
LOG_WAITS = (0.004, 0.002, 0.25)
# A right to one message is a right to a batch of them; AWS has no action of the batch's name.
BATCH_RIGHTS = {f"sqs:{act}Batch": f"sqs:{act}" for act in ("SendMessage", "DeleteMessage", "ChangeMessageVisibility")}
NO_LINE_BREAK = "\0"  # what no path holds
REPORTED = '"error": str(e), "trace"'
PRIVATE = {
    lambda_runtime: ("_PYTHON_WORKER_SCRIPT", "Worker"),
    lambda_runtime.Worker: ("_drain_stderr_bounded", "invoke"),
    lambda_svc: ("_execute_function_warm",),
    gateway: ("pin_request_origin",),
    iam_actions: ("request_tag_context", "extract_iam_action", "_ses_v2_resource_arn"),
    iam_evaluator: ("parse_policy_document",),
    apigateway: ("_extract_path_params",),
} | schedules.PRIVATE


def apply() -> None:
    """Make these changes in this process."""
    lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = LOG_WAITS
    name_errors()
    trust_loopback()
    tell_encryption_context()
    name_batch_rights()
    name_senders()
    lead_across_lines()
    remember_policies()
    schedules.replace_ticker()


def name_errors() -> None:
    """Report a function's error by its class, as AWS does, so that `Retry` and `Catch` can name it."""
    script = lambda_runtime._PYTHON_WORKER_SCRIPT
    named = script.replace(REPORTED, f'"errorType": type(e).__name__, {REPORTED}')
    lambda_runtime._PYTHON_WORKER_SCRIPT = named
    invoke, execute = lambda_runtime.Worker.invoke, lambda_svc._execute_function_warm
    raised = threading.local()

    def invoke_and_note(worker: Any, *values: Any, **options: Any) -> Any:
        response = invoke(worker, *values, **options)
        raised.name = response.get("errorType")
        return response

    def execute_and_name(*values: Any) -> Any:
        raised.name = None
        result = execute(*values)
        if result.get("error") and raised.name:
            result["body"]["errorType"] = raised.name
        return result

    lambda_runtime.Worker.invoke = invoke_and_note
    lambda_svc._execute_function_warm = execute_and_name


def trust_loopback() -> None:
    """Count each request as one over TLS (`aws:SecureTransport`): it never leaves this machine."""
    pin = gateway.pin_request_origin

    def pin_as_secure(source_ip: str, _: bool) -> None:
        pin(source_ip, True)

    gateway.pin_request_origin = pin_as_secure


def tell_encryption_context() -> None:
    """Let policies ask for `kms:EncryptionContext:<key>`, so that a role is bound to its class of data."""
    tags = iam_actions.request_tag_context

    def tags_and_context(service: str, action: str, body: bytes, params: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = tags(service, action, body, params)
        if service == "kms":
            stated = json.loads(body or b"{}").get("EncryptionContext", {})
            context |= {f"kms:EncryptionContext:{key}": value for key, value in stated.items()}
        return context

    iam_actions.request_tag_context = tags_and_context


def lead_across_lines() -> None:
    """A line break in a path is a character like others: the route's function answers, not the gateway."""
    extract = apigateway._extract_path_params

    def extract_across_lines(route: str, path: str) -> dict[str, str] | None:
        found: dict[str, str] | None = extract(route, path.replace("\n", NO_LINE_BREAK))
        return found and {name: value.replace(NO_LINE_BREAK, "\n") for name, value in found.items()}

    apigateway._extract_path_params = extract_across_lines


def name_senders() -> None:
    """A mail needs a right to its sender, as on AWS."""
    named = iam_actions._ses_v2_resource_arn

    def with_sender(method: str, path: str, body: bytes, region: str, account_id: str) -> str:
        sender = json.loads(body).get("FromEmailAddress") if path.endswith("/outbound-emails") else None
        if sender:
            return f"arn:aws:ses:{region}:{account_id}:identity/{sender}"
        return str(named(method, path, body, region, account_id))

    iam_actions._ses_v2_resource_arn = with_sender


def name_batch_rights() -> None:
    """Ask for the right that AWS asks for where several messages are sent at once."""
    extract = iam_actions.extract_iam_action

    def extract_and_name(*request: Any) -> str | None:
        action: str | None = extract(*request)
        return BATCH_RIGHTS.get(action, action) if action else action

    iam_actions.extract_iam_action = extract_and_name


def remember_policies() -> None:
    """Read the same text of a policy once: a role's policies are asked for with each of its requests."""
    parse = iam_evaluator.parse_policy_document
    known = lru_cache(maxsize=1024)(parse)

    def parse_once(document: Any) -> Any:
        return known(document) if isinstance(document, str) else parse(document)

    iam_evaluator.parse_policy_document = parse_once
