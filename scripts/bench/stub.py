"""One start and one first call of a function, with AWS answered from here: what valgrind counts.

    python -I -S -m … stub.py <handler> <event file> <path> [<path> …]

Every AWS answer is an empty one (KMS opens every key to zeros), so a request ends as "not found" and a consumer finds
nothing: the code that a first call loads has then been loaded. `floor` as the handler measures the peer: a botocore
DynamoDB client.
"""

import base64
import json
import sys
from typing import Any

KEY = base64.b64encode(bytes(32)).decode()
ANSWERS: dict[str, dict[str, Any]] = {
    "BatchWriteItem": {"UnprocessedItems": {}},
    "Query": {"Items": [], "Count": 0, "ScannedCount": 0},
    "PutEvents": {"FailedEntryCount": 0, "Entries": []},
    "Decrypt": {"Plaintext": KEY},
    "GenerateDataKey": {"Plaintext": KEY, "CiphertextBlob": KEY},
    "GenerateMac": {"Mac": KEY},
}


def main() -> None:
    handler, event_file, *path = sys.argv[1:]
    sys.path[:0] = path
    if handler == "floor":
        _floor()
        return
    import importlib

    module, function = handler.rsplit(".", 1)
    call = getattr(importlib.import_module(module), function)
    _answer_from_here()
    with open(event_file) as file:  # noqa: PTH123 - pathlib is not part of what is measured
        event = json.load(file)
    try:
        call(event, _Context())
    except Exception as error:  # noqa: BLE001 - an empty answer may end a job early; the start was made
        sys.stderr.write(f"{type(error).__name__}\n")


def _floor() -> None:
    import botocore.session

    botocore.session.Session().create_client("dynamodb", "cn-north-1")


def _answer_from_here() -> None:
    import botocore.httpsession
    from botocore.awsrequest import AWSResponse, HeadersDict

    class Body:
        def __init__(self, content: bytes) -> None:
            self.content = content

        def read(self, *_: Any, **__: Any) -> bytes:
            content, self.content = self.content, b""
            return content

        def stream(self, **_: Any) -> Any:
            yield self.content

    headers: Any = HeadersDict({"Content-Type": "application/x-amz-json-1.0"})

    def send(_: Any, request: Any) -> AWSResponse:
        target = request.headers.get("X-Amz-Target", b"")
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        answer = ANSWERS.get(operation, {})
        if operation == "BatchGetItem":
            asked = json.loads(request.body)["RequestItems"]
            answer = {"Responses": {table: [] for table in asked}, "UnprocessedKeys": {}}
        return AWSResponse(request.url, 200, headers, Body(json.dumps(answer).encode()))

    botocore.httpsession.URLLib3Session.send = send  # type: ignore[assignment,method-assign]  # the network is not measured


class _Context:
    function_name = "bench"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws-cn:lambda:cn-north-1:123456789012:function:bench"
    aws_request_id = "request"


main()
