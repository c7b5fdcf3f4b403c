"""The carriers of the end-to-end tests: WeChat and a county's service in a stand-in, texts and mail in the emulator."""

import json
import re
from pathlib import Path

import urllib3

from scripts.local import emulator
from scripts.local.carriers import Carriers
from scripts.story.stage import Cloud
from tests.e2e.county import County

SENDER = "notices@example.org"
SECRETS = {
    "wechat": json.dumps({"appId": "app", "appSecret": "made up"}),
    "webhook": "secret of hooks",
    "receipts": "secret of receipts",
}
ADDRESSES = {"sms": "15400009999", "email": "reader@example.org", "wechat": "o" * 28}
CODE = re.compile(r"验证码是(\d{6})")
CARRIERS = Carriers()


def connected(state: Path, port: int, url: str) -> dict[str, str]:
    """Start the emulator with secrets and a sender in it. Returns what the template is to be told."""
    running = emulator.start(state, port)
    secrets = running.client("secretsmanager")
    arns = {name: secrets.create_secret(Name=f"e2e-{name}", SecretString=text)["ARN"] for name, text in SECRETS.items()}
    for identity in (SENDER, ADDRESSES["email"]):  # as in a sandbox of SES, readers too
        running.client("sesv2").create_email_identity(EmailIdentity=identity)
    return {
        "SmsSign": "e支部",
        "MailSender": SENDER,
        "WechatTemplate": "template",
        "WechatUrl": url,
        "WechatSecret": arns["wechat"],
        "WebhookSecret": arns["webhook"],
        "WebhookHosts": url.removeprefix("http://"),
        "ReceiptsSecret": arns["receipts"],
    }


MAYOR = "registry-mayor"


def a_city(county: County) -> tuple[str, str]:
    """A city above a county with one branch, and whoever sends from it. Returns the ids of city and county."""
    people = county.cloud.people.make_all(["city-system", "city-security", MAYOR])
    order = {"rootOrganisationCode": "431199-000", "system": people["city-system"], "security": people["city-security"]}
    function = county.cloud.outputs["FoundingFunction"]
    told = county.cloud.emulator.client("lambda").invoke(FunctionName=function, Payload=json.dumps(order))
    assert "FunctionError" not in told, told["Payload"].read()
    above: str | None = None
    made = []
    for code, kind, level in (
        ("431199-000", "COMMITTEE", "CITY"),
        ("431198-000", "COMMITTEE", "COUNTY"),
        ("431198-001", "BRANCH", "BRANCH"),
    ):
        body = {"code": code, "name": "中共某委员会", "kind": kind, "level": level}
        above = county.api.post("city-system", "/v1/organisations", body | ({"parentId": above} if above else {}))["id"]
        made.append(str(above))
    grant = {"subject": people[MAYOR], "role": "county_admin", "organisationId": made[0]}
    county.api.post("city-security", "/v1/grants", grant)
    return made[0], made[1]


def is_watched(cloud: Cloud, county_id: str) -> bool:
    """Whether the reminders know of a county's branches."""
    tables = cloud.emulator.client("dynamodb")
    (notices,) = [name for name in tables.list_tables()["TableNames"] if "NoticesTable" in name]
    values = {":pk": {"S": "COUNTIES"}, ":county": {"S": county_id}}
    condition = "pk = :pk AND begins_with(sk, :county)"
    found = tables.query(TableName=notices, KeyConditionExpression=condition, ExpressionAttributeValues=values)
    return bool(found["Items"])


def was_mapped(cloud: Cloud) -> bool:
    """Whether the map of dispatches ran to its end."""
    states = cloud.emulator.client("stepfunctions")
    machines = [one["stateMachineArn"] for one in states.list_state_machines()["stateMachines"]]
    (dispatches,) = [arn for arn in machines if "Dispatch" in arn]
    runs = states.list_executions(stateMachineArn=dispatches)["executions"]
    return bool(runs) and all(run["status"] == "SUCCEEDED" for run in runs)


def code(cloud: Cloud, channel: str) -> str | None:
    """The latest code that went to an address of the channel."""
    found = CODE.findall({"sms": texts, "email": mails, "wechat": told}[channel](cloud))
    return found[-1] if found else None


def texts(cloud: Cloud) -> str:
    """All short messages so far."""
    return _kept(cloud, "sns/sms-messages")


def mails(cloud: Cloud) -> str:
    """All mails so far."""
    return _kept(cloud, "ses/messages")


def told(_: Cloud) -> str:
    """All that WeChat was asked to say so far."""
    return str([one.body for one in CARRIERS.sent])


def _kept(cloud: Cloud, what: str) -> str:
    answer = urllib3.request("GET", f"{cloud.emulator.url}/_ministack/{what}")
    return str(json.loads(answer.data))
