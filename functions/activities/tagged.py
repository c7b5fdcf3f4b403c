"""An answer with the version that a change may name in `If-Match`."""

from typing import Protocol

from aws_lambda_powertools.event_handler import Response

from kernel.asking import etag


class Versioned(Protocol):
    @property
    def version(self) -> int: ...


def tagged[T: Versioned](out: T, status: int = 200) -> Response[T]:
    return Response(status, "application/json", out, headers={"ETag": etag(out.version)})
