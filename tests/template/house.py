"""The rules of the house for template.yaml, each a function from a template to its complaints (`design.md` 6).

They read the template as it is written, before the SAM transform; `tests.template_reader` expands the short tags.
"""

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Template = dict[str, Any]
Complaints = Iterator[str]

OPEN_ROUTES = re.compile(r"(GET /v1/health|[A-Z]+ /v1/public/.+|POST /v1/callbacks/.+)")
BELOW_A_RESOURCE = re.compile(r"[^*]*\$\{[^*]+\}[^*]*[/:]\*")
REGION = re.compile(r"\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-)?[a-z]+-\d\b")
CHANGES_ROWS = {"dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"}
READS_ALL = {"dynamodb:Scan", "dynamodb:PartiQLSelect"}
LOG_DAYS = 400
TRIES_OF_A_QUEUE = 6  # a message must not come again while a function still works on it


def of_type(template: Template, kind: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Logical id, resource and properties of every resource of a type."""
    for name, resource in template["Resources"].items():
        if resource["Type"] == f"AWS::{kind}":
            yield name, resource, resource.get("Properties", {})


def named(value: Any) -> str | None:
    """The logical id behind `Ref`, `Fn::GetAtt`, or a `Fn::Sub` of one reference."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            return name
        case {"Fn::Sub": str(text)}:
            return next(iter(re.findall(r"\$\{(\w+)[.}]", text)), None)
    return None


def texts(value: Any) -> Iterator[str]:
    """Every string in a value, however deep; keys of mappings are not among them."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def documents(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every policy document but those of keys, whose `*` is the key itself."""
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        inline = [p.get("PolicyDocument", p) for p in listed(properties.get("Policies", [])) if isinstance(p, dict)]
        if "PolicyDocument" in properties:
            inline.append(properties["PolicyDocument"])
        if resource["Type"] != "AWS::Cognito::UserPool":
            yield from ((name, document) for document in inline)


def statements(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every statement of a policy, those that stand under a condition too."""
    for stated in listed(document.get("Statement", [])):
        branches = stated["Fn::If"][1:] if "Fn::If" in stated else [stated]
        yield from (branch for branch in branches if "Effect" in branch)


def allowances(template: Template) -> Iterator[tuple[str, list[str], list[Any]]]:
    """Logical id, actions and resources of every statement that allows something."""
    for name, document in documents(template):
        for statement in statements(document):
            if statement["Effect"] == "Allow" and not _is_to_phones(statement):
                yield name, list(texts(statement.get("Action", "*"))), listed(statement.get("Resource", "*"))


def _is_to_phones(statement: dict[str, Any]) -> bool:
    """A phone number has no ARN: to publish to anything but topics is the least that lets a text be sent."""
    return {k: v for k, v in statement.items() if k != "Effect"} == {
        "Action": ["sns:Publish"],
        "NotResource": {"Fn::Sub": "arn:${AWS::Partition}:sns:*:*:*"},
    }


def permissions_are_literal(template: Template) -> Complaints:
    """Literal actions; a function's on one resource; a star only behind a resource's name, for its objects or runs."""
    for name, actions, resources in allowances(template):
        yield from (f"{name} allows {action}" for action in actions if "*" in action)
        if len(resources) > 1 and template["Resources"][name]["Type"] == "AWS::Serverless::Function":
            yield f"{name} allows {actions} on {len(resources)} resources in one statement"
        for text in texts(resources):
            if "*" in text and not BELOW_A_RESOURCE.fullmatch(text):
                yield f"{name} allows {actions} on {text}"


def nothing_reads_whole_tables(template: Template) -> Complaints:
    for name, actions, _ in allowances(template):
        yield from (f"{name} allows {action}" for action in sorted(READS_ALL & set(actions)))


def the_record_is_only_put(template: Template) -> Complaints:
    for name, actions, resources in allowances(template):
        if any(named(resource) == "JournalTable" for resource in resources):
            yield from (f"{name} allows {action} on the record" for action in sorted(CHANGES_ROWS & set(actions)))


def functions_have_their_own_roles(template: Template) -> Complaints:
    for name, _, function in of_type(template, "Serverless::Function"):
        policies = listed(function.get("Policies", []))
        if "Role" in function:
            yield f"{name} borrows a role"
        if not policies or not all(isinstance(p, dict) and p.get("Statement") for p in policies):
            yield f"{name} does not state its own permissions"


def functions_state_their_limits(template: Template) -> Complaints:
    common = template.get("Globals", {}).get("Function", {})
    if (common.get("Runtime"), common.get("Architectures")) != ("python3.13", ["arm64"]):
        yield "functions do not run Python 3.13 on arm64"
    for name, _, function in of_type(template, "Serverless::Function"):
        stated = common | function
        for limit in ("Timeout", "MemorySize"):
            if limit not in stated:
                yield f"{name} does not state {limit}"
        if "ReservedConcurrentExecutions" not in function:
            yield f"{name} does not state ReservedConcurrentExecutions"


def logs_are_kept(template: Template) -> Complaints:
    groups = {name: group for name, _, group in of_type(template, "Logs::LogGroup")}
    for name, group in groups.items():
        if group.get("RetentionInDays") != LOG_DAYS:
            yield f"{name} is not kept for {LOG_DAYS} days"
    for name, _, function in of_type(template, "Serverless::Function"):
        if named(function.get("LoggingConfig", {}).get("LogGroup")) not in groups:
            yield f"{name} has no log group"


def handlers_can_be_imported(template: Template, root: Path) -> Complaints:
    """The file is where the package will have it, and the module has a callable of that name."""
    for name, resource, function in of_type(template, "Serverless::Function"):
        module, _, handler = function["Handler"].rpartition(".")
        path, folder = module.replace(".", "/") + ".py", function["CodeUri"].rstrip("/")
        build = resource.get("Metadata", {}).get("BuildProperties", {})
        if not path.startswith(f"{folder}/") or not (root / path).is_file():
            yield f"{name} has no file {path} in its package"
        elif build != {"ParentPackageMode": "explicit", "ParentPackages": folder.replace("/", ".")}:
            yield f"{name} is not packed under its dotted name"
        elif not callable(getattr(importlib.import_module(module), handler, None)):
            yield f"{name} has no {handler} in {module}"


def what_is_kept_survives_the_stack(template: Template) -> Complaints:
    for kind in ("DynamoDB::Table", "S3::Bucket", "KMS::Key"):
        for name, resource, _ in of_type(template, kind):
            for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
                if resource.get(policy) != "Retain":
                    yield f"{name} has no {policy} Retain"


UNRECOVERABLE = {"BallotsTable"}
"""Two states of it, a second apart, would tell whose vote it was (`docs/decisions/2026-11-22-secret-ballots.md`)."""


def tables_are_safe(template: Template) -> Complaints:
    for name, _, table in of_type(template, "DynamoDB::Table"):
        sealed = table.get("SSESpecification", {})
        wanted = {
            "on demand": table.get("BillingMode") == "PAY_PER_REQUEST",
            "recoverable": recoverable(table) is (name not in UNRECOVERABLE),
            "protected from deletion": table.get("DeletionProtectionEnabled") is True,
            "under our own key": sealed.get("SSEType") == "KMS" and bool(named(sealed.get("KMSMasterKeyId"))),
        }
        yield from (f"{name} is not {quality}" for quality, holds in wanted.items() if not holds)


def recoverable(table: dict[str, Any]) -> bool:
    return table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled") is True


def buckets_are_safe(template: Template) -> Complaints:
    encrypted_only = {
        named(policy.get("Bucket")) for _, _, policy in of_type(template, "S3::BucketPolicy") if tls(policy)
    }
    for name, _, bucket in of_type(template, "S3::Bucket"):
        block = bucket.get("PublicAccessBlockConfiguration", {})
        wanted = {
            "closed to the public": len(block) == 4 and all(value is True for value in block.values()),
            "versioned": bucket.get("VersioningConfiguration", {}).get("Status") == "Enabled",
            "under a lifecycle": bool(bucket.get("LifecycleConfiguration", {}).get("Rules")),
            "under our own key": any(text == "aws:kms" for text in texts(bucket.get("BucketEncryption", {}))),
            "reached by TLS alone": name in encrypted_only,
        }
        yield from (f"{name} is not {quality}" for quality, holds in wanted.items() if not holds)


def tls(policy: dict[str, Any]) -> bool:
    """Whether a bucket's policy denies everything that comes without TLS."""
    return any(
        statement.get("Effect") == "Deny"
        and statement.get("Action") == "s3:*"
        and statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") in (False, "false")
        for statement in listed(policy["PolicyDocument"]["Statement"])
    )


def no_partition_or_region_is_spelled_out(template: Template) -> Complaints:
    for name, resource in template["Resources"].items():
        for text in texts(resource):
            if "arn:aws" in text or "amazonaws.com/" in text or REGION.search(text):
                yield f"{name} spells out {text}"


def routes_ask_for_a_token(template: Template) -> Complaints:
    seen: set[str] = set()
    authorizers = {name for name, _, _ in of_type(template, "ApiGatewayV2::Authorizer")}
    for name, _, route in of_type(template, "ApiGatewayV2::Route"):
        key = route["RouteKey"]
        guarded = route.get("AuthorizationType") == "JWT" and named(route.get("AuthorizerId")) in authorizers
        if not guarded and not OPEN_ROUTES.fullmatch(key):
            yield f"{name} lets anybody in: {key}"
        if key in seen:
            yield f"{key} has two owners"
        seen.add(key)


RULES: tuple[Callable[[Template], Complaints], ...] = (
    permissions_are_literal,
    nothing_reads_whole_tables,
    the_record_is_only_put,
    functions_have_their_own_roles,
    functions_state_their_limits,
    logs_are_kept,
    what_is_kept_survives_the_stack,
    tables_are_safe,
    buckets_are_safe,
    no_partition_or_region_is_spelled_out,
    routes_ask_for_a_token,
)
