"""Two of ministack's habits that would mislead, put right: slow quiet functions and lost exception names."""

import threading
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

# Seconds to wait for a first log line, for the line after it, and at most. Shipped: 0.05, 0.005, 0.25; a line that
# comes later is shown with the next call.
LOG_WAITS = (0.004, 0.002, 0.25)
REPORTED = '"error": str(e), "trace"'
PRIVATE = {
    lambda_runtime: ("_PYTHON_WORKER_SCRIPT", "Worker"),
    lambda_runtime.Worker: ("_drain_stderr_bounded", "invoke"),
    lambda_svc: ("_execute_function_warm",),
}


def apply() -> None:
    """Make both changes in this process."""
    lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = LOG_WAITS
    name_errors()


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
