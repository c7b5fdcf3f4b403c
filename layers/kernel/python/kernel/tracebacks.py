"""Where an error happened, without what it says: messages may hold what a person typed."""

import traceback


def frames(error: BaseException) -> list[str]:
    """The last six frames as `file:line function`."""
    found = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in found]
