"""The rules of the house for who gets in and what can be opened, on the template after the SAM transform."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from tests.template.house import Complaints, Template, listed, named, of_type, statements, texts

OF_SAM = frozenset(
    {
        "service-role/AWSLambdaBasicExecutionRole",
        "service-role/AWSLambdaSQSQueueExecutionRole",
        "service-role/AWSLambdaDynamoDBExecutionRole",
        "AWSXRayDaemonWriteAccess",
    }
)
"""What the transform hangs on a function's role by itself; `docs/security.md` says what that opens."""
OPENERS = {
    ("kms:Decrypt", "P2Key"): {
        "MembersReveal",
        "MembersSealing",
        "MembersFloating",
        "MembersRights",
        "MembersOnRows",
        "NoticesContacts",
        "NoticesOnDeliveryDue",
    },
    ("kms:Decrypt", "P3Key"): {
        "OrganisationsOnRows",
        "MembersReveal",
        "MembersSealing",
        "MembersVerifying",
        "MembersRights",
        "MembersOnRows",
    },
    ("kms:GenerateDataKey", "P2Key"): {"MembersOnRows"},
    ("kms:GenerateDataKey", "P3Key"): {"MembersOnRows", "RostersOnUploaded"},
    ("kms:GenerateMac", "IndexKey"): {
        "MembersSealing",
        "MembersBinding",
        "MembersLookup",
        "MembersRights",
        "MembersOnRows",
    },
    ("kms:GenerateMac", "DeviceKey"): {"ActivitiesApi"},
    ("kms:Sign", "SealKey"): {"JournalOnSeal"},
    ("kms:GetPublicKey", "SealKey"): {"JournalApi"},
}
"""Who may open personal data, find people, know a phone, seal the record; nobody else, and nothing else."""
UNDOES_A_LOCK = frozenset(
    f"s3:{act}"
    for act in (
        "DeleteObject",
        "DeleteObjectVersion",
        "PutObjectRetention",
        "PutObjectLegalHold",
        "BypassGovernanceRetention",
        "PutBucketObjectLockConfiguration",
        "PutBucketPolicy",
        "PutLifecycleConfiguration",
    )
)
HEARD = frozenset(
    {
        "5xx",
        "ApproximateNumberOfMessagesVisible",
        "ChainsPassedOver",
        "ExecutionsFailed",
        "IteratorAge",
        "PointsDifference",
        "RankingDifference",
        "SecondsSinceSeal",
        "Throttles",
        "Unexpected",
    }
)
SERVICES = frozenset({"lambda", "apigateway", "scheduler", "states"})
LAYERS = ("DepsLayer", "KernelLayer")
SECONDS_OF_THE_GATEWAY = 29
SECRET = ("SECRET", "PASSWORD", "TOKEN", "CREDENTIAL")


def roles(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """A role's name without its ending, and its properties."""
    yield from ((name.removesuffix("Role"), role) for name, _, role in of_type(template, "IAM::Role"))


def allowed(role: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Each action with the resource that it is allowed on."""
    for policy in role.get("Policies", []):
        for statement in statements(policy["PolicyDocument"]):
            for action in listed(statement["Action"]):
                yield from ((action, named(resource)) for resource in listed(statement.get("Resource")))


def the_gateway_limits_and_logs_calls(template: Template) -> Complaints:
    for name, _, stage in of_type(template, "ApiGatewayV2::Stage"):
        limits = stage.get("DefaultRouteSettings", {})
        yield from (
            f"{name} states no {limit}"
            for limit in ("ThrottlingRateLimit", "ThrottlingBurstLimit")
            if not limits.get(limit)
        )
        if named(stage.get("AccessLogSettings", {}).get("DestinationArn")) not in template["Resources"]:
            yield f"{name} keeps no log of calls"


def tokens_are_of_a_stated_issuer(template: Template) -> Complaints:
    """Issuer and audience follow from parameters or from a pool of the stack."""
    for name, _, authorizer in of_type(template, "ApiGatewayV2::Authorizer"):
        stated = authorizer.get("JwtConfiguration", {})
        for part in ("Issuer", "Audience"):
            if not any(isinstance(value, dict) for value in listed(stated.get(part))):
                yield f"{name} takes tokens of a fixed {part}"


def browsers_come_from_one_origin(template: Template) -> Complaints:
    for name, resource in template["Resources"].items():
        cors = resource.get("Properties", {}).get("CorsConfiguration", {})
        origins = [cors.get("AllowOrigins", []), *(rule.get("AllowedOrigins") for rule in cors.get("CorsRules", []))]
        if "*" in texts(origins):
            yield f"{name} answers any page"


def keys_turn(template: Template) -> Complaints:
    """Those that KMS can turn: symmetric ones."""
    for name, _, key in of_type(template, "KMS::Key"):
        if "KeySpec" not in key and key.get("EnableKeyRotation") is not True:
            yield f"{name} is never turned"


def keys_are_used_by_few(template: Template) -> Complaints:
    users: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    for name, role in roles(template):
        for action, resource in allowed(role):
            if action.startswith("kms:"):
                users[action, resource].add(name)
    for (action, key), names in users.items():
        yield from (
            f"{name} may {action} with {key}" for name in sorted(names - OPENERS.get((action, str(key)), set()))
        )


def locked_objects_stay(template: Template) -> Complaints:
    for name, _, bucket in of_type(template, "S3::Bucket"):
        retention = bucket.get("ObjectLockConfiguration", {}).get("Rule", {}).get("DefaultRetention", {})
        if bucket.get("ObjectLockEnabled") and "COMPLIANCE" not in texts(retention.get("Mode")):
            yield f"{name} is never locked for good"
    for name, role in roles(template):
        yield from (f"{name} may {action}" for action, _ in allowed(role) if action in UNDOES_A_LOCK)


def functions_answer_before_the_gateway_gives_up(template: Template) -> Complaints:
    for _, _, integration in of_type(template, "ApiGatewayV2::Integration"):
        name = named(integration["IntegrationUri"]) or ""
        if template["Resources"][name]["Properties"].get("Timeout", 900) > SECONDS_OF_THE_GATEWAY:
            yield f"{name} may work on when nobody waits"


def functions_have_their_layers(template: Template) -> Complaints:
    for name, _, function in of_type(template, "Lambda::Function"):
        has = {reference["Ref"][: len(layer)] for reference in function.get("Layers", []) for layer in LAYERS}
        yield from (f"{name} lacks {layer}" for layer in LAYERS if layer not in has)


def roles_lean_on_nothing_unknown(template: Template) -> Complaints:
    for name, role in roles(template):
        leant = {arn.partition(":policy/")[2] for arn in texts(role.get("ManagedPolicyArns", []))}
        yield from (f"{name} leans on {policy}" for policy in sorted(leant - OF_SAM))


def roles_are_worn_by_services(template: Template) -> Complaints:
    for name, role in roles(template):
        for statement in listed(role["AssumeRolePolicyDocument"]["Statement"]):
            worn = {text.partition(".")[0] for text in texts(statement.get("Principal"))}
            yield from (f"{name} may be worn by {who}" for who in sorted(worn - SERVICES))


def nothing_is_called_past_the_gateway(template: Template) -> Complaints:
    yield from (f"{name} is a door of its own" for name, _, _ in of_type(template, "Lambda::Url"))
    for name, _, permission in of_type(template, "Lambda::Permission"):
        if permission.get("Principal") == "*" or "SourceArn" not in permission:
            yield f"{name} lets anybody call"


def no_secret_is_spelled_out(template: Template) -> Complaints:
    """A function is told the ARN of a secret, by reference."""
    for name, _, function in of_type(template, "Lambda::Function"):
        for variable, value in function.get("Environment", {}).get("Variables", {}).items():
            if any(word in variable for word in SECRET) and isinstance(value, str) and value:
                yield f"{name} has {variable} in the clear"


def what_goes_wrong_is_heard(template: Template) -> Complaints:
    heard = set()
    for name, _, alarm in of_type(template, "CloudWatch::Alarm"):
        heard.add(alarm.get("MetricName"))
        if not alarm.get("AlarmActions"):
            yield f"{name} tells nobody"
        if alarm.get("TreatMissingData") not in ("breaching", "notBreaching"):
            yield f"{name} does not say what silence means"
    yield from (f"nobody hears of {metric}" for metric in sorted(HEARD - heard))
    if not any(of_type(template, "CloudWatch::Dashboard")):
        yield "there is no dashboard"


def topics_are_sealed(template: Template) -> Complaints:
    for name, _, topic in of_type(template, "SNS::Topic"):
        if not named(topic.get("KmsMasterKeyId")):
            yield f"{name} is not under our own key"


RULES: tuple[Callable[[Template], Complaints], ...] = (
    the_gateway_limits_and_logs_calls,
    tokens_are_of_a_stated_issuer,
    browsers_come_from_one_origin,
    keys_turn,
    keys_are_used_by_few,
    locked_objects_stay,
    functions_answer_before_the_gateway_gives_up,
    functions_have_their_layers,
    roles_lean_on_nothing_unknown,
    roles_are_worn_by_services,
    nothing_is_called_past_the_gateway,
    no_secret_is_spelled_out,
    what_goes_wrong_is_heard,
    topics_are_sealed,
)
