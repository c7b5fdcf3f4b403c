"""The short way from botocore to moto's tables: no request of a web server is signed and built to be taken apart again,
rows are told as they are, a condition is read once, what an update says is walked through without asking each node of
which abstract classes it is, and the copy of a row shares the values that cannot change.
"""

import base64
import copy
import json
import time
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import count
from typing import Any, cast
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest
from botocore.signers import RequestSigner
from moto.core import responses
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.utils import get_equivalent_url_in_aws_domain
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.models.dynamo_type import Item, LimitedSizeDict
from moto.dynamodb.parsing import ast_nodes
from moto.dynamodb.responses import DynamoHandler
from moto.sqs import models
from moto.utilities.utils import get_partition

DEEP = {"M", "L", "SS", "NS", "BS"}  # types whose values are changed in place
NODES: Any = ast_nodes  # moto gives them no types
QUEUES: Any = models
ACCOUNT = "123456789012"
PROTOCOL = "application/x-amz-json-1.0"
OF_ROWS = {"BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "TransactGetItems"} | {
    "TransactWriteItems",
    "UpdateItem",
}
CONDITIONS: dict[str, tuple[Any, list[str], list[str]]] = {}  # what it says → its tree, the names and values found
MOST_CONDITIONS = 20_000


def shorten() -> None:
    _call_tables_directly()
    _sign_nothing()
    _read_conditions_once()
    _walk_updates()
    QUEUES.unix_time_millis = lambda: time.time() * 1000  # asked of each message that waits, at each call of a queue
    Item.__deepcopy__ = _copied  # type: ignore[method-assign,assignment]  # a patch


def _call_tables_directly() -> None:
    usual = BotocoreStubber.process_request

    def process(self: BotocoreStubber, request: AWSPreparedRequest) -> Any:
        service, region = _addressed(request.url)
        if service != "dynamodb":
            return usual(self, request)
        return _handler(request, region).call_action()

    BotocoreStubber.process_request = process  # type: ignore[method-assign]  # a patch


@lru_cache(1000)
def _addressed(url: str) -> tuple[str, str]:
    """Service and region of an address such as `https://dynamodb.cn-north-1.amazonaws.com.cn/`."""
    host = get_equivalent_url_in_aws_domain(url)[0].netloc.split(".")
    return (host[0], host[1]) if len(host) > 2 and not urlsplit(url).query else ("", "")


class _Tables(DynamoHandler):
    """What is told of rows is JSON as it is; the rest goes through the model of the service, member by member."""

    def serialized(self, action_result: Any) -> Any:
        if self._get_action() in OF_ROWS and isinstance(action_result.result, dict):
            return 200, {}, json.dumps(action_result.result, default=_in_words)
        return super().serialized(action_result)


def _in_words(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError(type(value))
    return base64.b64encode(value).decode()


def _handler(request: AWSPreparedRequest, region: str) -> DynamoHandler:
    """As `BaseResponse.setup_class` leaves it, in what moto's tables ask of it."""
    handler = _Tables()
    handler.region, handler.partition, handler.current_account = region, get_partition(region), ACCOUNT
    target = request.headers["X-Amz-Target"]
    handler.headers = {"x-amz-target": target if isinstance(target, str) else target.decode(), "Content-Type": PROTOCOL}
    handler.querystring, handler.uri_match, handler.response_headers = {}, {}, {"server": "amazon.com"}
    handler.params = json.loads(cast(bytes, request.body), object_hook=_with_bytes)
    return handler


def _with_bytes(part: dict[str, Any]) -> dict[str, Any]:
    """Binary values are words on the line."""
    if len(part) == 1:
        ((kind, value),) = part.items()
        if kind == "B" and isinstance(value, str):
            return {kind: base64.b64decode(value)}
        if kind == "BS" and isinstance(value, list):
            return {kind: [base64.b64decode(one) for one in value]}
    return part


def _sign_nothing() -> None:
    """What goes to tables: nobody checks it. Requests are numbered instead of drawn by lot."""
    usual, numbers = RequestSigner.sign, count()

    def sign(self: RequestSigner, operation_name: str, request: Any, *rest: Any, **named: Any) -> None:
        if self.signing_name != "dynamodb":
            usual(self, operation_name, request, *rest, **named)

    def name(headers: dict[str, Any]) -> str:
        headers["x-amzn-requestid"] = number = f"{next(numbers):052d}"
        return number

    RequestSigner.sign = sign  # type: ignore[method-assign]  # a patch
    responses.gen_amzn_requestid_long = name  # type: ignore[attr-defined,assignment]  # a patch


def _read_conditions_once() -> None:
    usual = ConditionExpressionParser.parse

    def parse(self: ConditionExpressionParser) -> Any:
        said = repr((self.condition_expression, self.expression_attribute_names, self.expression_attribute_values))
        if said not in CONDITIONS:
            if len(CONDITIONS) >= MOST_CONDITIONS:
                CONDITIONS.clear()
            CONDITIONS[said] = usual(self), self.expr_attr_names_found, self.expr_attr_values_found
        tree, names, values = CONDITIONS[said]
        self.expr_attr_names_found, self.expr_attr_values_found = [*names], [*values]  # moto adds to them
        return tree

    ConditionExpressionParser.parse = parse  # type: ignore[method-assign]  # a patch


def _copied(row: Item, memo: dict[int, Any]) -> Item:
    made = copy.copy(row)
    made.attrs = LimitedSizeDict()
    for name, value in row.attrs.items():
        dict.__setitem__(made.attrs, name, copy.deepcopy(value, memo) if value.type in DEEP else value)
    return made


_is: Callable[..., bool] = cache(lambda kind, *wanted: issubclass(kind, wanted))


def _walk_updates() -> None:
    def kinds(walker: Any) -> tuple[Any, ...]:
        if "kinds" not in walker.__dict__:
            walker.kinds = walker.nodes_to_be_processed()
        return cast(tuple[Any, ...], walker.kinds)

    def walk(self: Any, node: Any, child_id: int = -1) -> Any:
        if not _is(type(node), NODES.Node):
            return node
        parent = node.parent
        for i, child in enumerate(node.children or ()):
            self.pre_processing_of_child(node, i)
            walk(self, child, i)
        if _is(type(node), *kinds(self)):
            node = self.process(node)
            node.parent = parent
            if parent:
                parent.children[child_id] = node
        return node

    def find(self: Any, wanted: Any) -> list[Any]:
        found = []
        for child in self.children or ():
            if type(child) in wanted:
                found.append(child)
            elif _is(type(child), NODES.Expression, NODES.UpdateExpressionFunction):
                found += child.find_clauses(wanted)
        return found

    NODES.DepthFirstTraverser.traverse_node_recursively = walk
    NODES.Node.find_clauses = find
