"""Where an error happened, without what it says: messages may hold what a person typed."""

import traceback

from botocore.exceptions import ClientError


def name(error: BaseException) -> str:
    """The error's class; of an AWS error also what was asked and the code of the refusal."""
    if isinstance(error, ClientError):
        return f"{type(error).__name__} {error.operation_name} {error.response['Error']['Code']}"
    return type(error).__name__


def frames(error: BaseException) -> list[str]:
    """The last six frames as `file:line function`."""
    found = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in found]
