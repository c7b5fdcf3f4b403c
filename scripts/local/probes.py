"""The behaviours the product leans on; each function fails with an AssertionError that says what broke."""

import json
import os
import signal
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from scripts.local import emulator
from scripts.local.cloud import Cloud, asked, eventually, posted, refused
from scripts.local.people import People
from scripts.local.process import ROOT


def functions_run_from_their_package(cloud: Cloud) -> None:
    where = cloud["lambda"].invoke(FunctionName=cloud.outputs["Caller"], Payload=json.dumps({"call": "where"}))
    answer = json.loads(where["Payload"].read())
    assert answer["file"].startswith(str(cloud.emulator.state)), f"code runs from {answer['file']}"
    assert str(ROOT) not in answer["path"], "a function can import this checkout"


def a_function_may_do_only_what_its_role_says(cloud: Cloud) -> None:
    table = cloud.outputs["Table"]
    key = {"pk": {"S": "right"}, "sk": {"S": "2"}}
    update = {"TableName": table, "Key": key, "UpdateExpression": "SET a = pk"}
    check = {"TableName": table, "Key": key | {"sk": {"S": "3"}}, "ConditionExpression": "attribute_not_exists(pk)"}
    allowed = [{"Put": cloud.write("right", "1")}, {"Update": update}, {"ConditionCheck": check}]
    refused_item = {"Delete": {"TableName": table, "Key": key | {"sk": {"S": "4"}}}}
    keys = {table: {"Keys": [key]}}

    def asked_for(call: str, **values: Any) -> Any:
        return cloud.as_function("dynamodb", call, **values)

    assert asked_for("put_item", **cloud.write("right", "0")) is None, "PutItem is refused"
    assert asked_for("transact_write_items", TransactItems=allowed) is None, "put, update and check are refused"
    assert asked_for("batch_get_item", RequestItems=keys) is None, "BatchGetItem is refused"
    for call in ("get_item", "delete_item"):
        assert asked_for(call, TableName=table, Key=key) == "AccessDeniedException", f"{call} is allowed"
    inside = asked_for("transact_write_items", TransactItems=[*allowed, refused_item])
    assert inside == "AccessDeniedException", f"a delete inside a transaction: {inside}"


def a_role_is_bound_to_key_prefix_and_context(cloud: Cloud) -> None:
    data_key = {"KeyId": cloud.outputs["DataKey"], "KeySpec": "AES_256"}
    vault = cloud.outputs["Vault"]

    inside = cloud.as_function("s3", "put_object", Bucket=vault, Key="open/a", Body="x")
    outside = cloud.as_function("s3", "put_object", Bucket=vault, Key="shut/a", Body="x")
    p2 = cloud.as_function("kms", "generate_data_key", **data_key, EncryptionContext={"class": "P2"})
    p3 = cloud.as_function("kms", "generate_data_key", **data_key, EncryptionContext={"class": "P3"})
    assert inside is None, f"a put under the allowed prefix is refused: {inside} (TLS-only policy over http?)"
    assert outside == "AccessDenied", "a put outside the prefix is allowed"
    assert p2 is None, f"a data key with the allowed context is refused: {p2}"
    assert p3 == "AccessDeniedException", "a data key with another context is allowed"


def a_transaction_is_whole_and_says_why_not(cloud: Cloud) -> None:
    table = cloud["dynamodb"]
    table.put_item(**cloud.write("atom", "taken"))
    fresh = {"Put": cloud.write("atom", "fresh")}
    taken = cloud.write(
        "atom", "taken", ConditionExpression="attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure="ALL_OLD"
    )

    answer = refused("TransactionCanceledException", table.transact_write_items, TransactItems=[fresh, {"Put": taken}])
    reasons = answer["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed"], f"reasons {reasons}"
    assert reasons[1]["Item"]["sk"]["S"] == "taken", "the old item is not returned"
    assert cloud.item("atom", "fresh") is None, "half of a transaction was written"


def optimistic_increments_are_exact(cloud: Cloud) -> None:
    table, name = cloud["dynamodb"], cloud.outputs["Table"]
    key = {"pk": {"S": "count"}, "sk": {"S": "n"}}
    table.put_item(**cloud.write("count", "n") | {"Item": key | {"n": {"N": "0"}}})

    def increment(_: int) -> None:
        while True:
            seen = int(table.get_item(TableName=name, Key=key, ConsistentRead=True)["Item"]["n"]["N"])
            values = {":new": {"N": str(seen + 1)}, ":old": {"N": str(seen)}}
            update = {"TableName": name, "Key": key, "UpdateExpression": "SET n = :new"}
            update |= {"ConditionExpression": "n = :old", "ExpressionAttributeValues": values}
            try:
                table.transact_write_items(TransactItems=[{"Update": update}])
            except table.exceptions.TransactionCanceledException:
                continue
            return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(increment, range(60)))
    assert cloud.item("count", "n")["n"] == {"N": "60"}, "increments were lost"


def an_upload_form_is_held_to_its_policy(cloud: Cloud) -> None:
    kind = {"Content-Type": "image/jpeg"}
    form = cloud["s3"].generate_presigned_post(
        cloud.outputs["Vault"], "incoming/photo", Fields=kind, Conditions=[kind, ["content-length-range", 1, 100]]
    )
    fields, url = form["fields"], form["url"]
    assert posted(url, fields, b"x" * 100) == 204, "a proper upload is refused"
    assert posted(url, fields, b"x" * 101) == 400, "a larger file is taken"
    assert posted(url, fields | {"Content-Type": "text/html"}, b"x") == 403, "another type is taken"
    assert posted(url, fields | {"key": "incoming/other"}, b"x") == 403, "another key is taken"
    assert posted(url, fields | {"x-amz-signature": "0" * 64}, b"x") == 403, "a forged signature is taken"


def a_fact_travels_from_stream_to_consumer(cloud: Cloud) -> None:
    cloud["dynamodb"].put_item(**cloud.write("fact", "travels"))
    eventually(lambda: cloud.item("seen", "travels"), "stream, relay, bus, rule, queue, consumer: it never arrived")


def a_poison_message_alone_ends_in_the_dead_letter_queue(cloud: Cloud) -> None:
    queues, run = cloud["sqs"], uuid.uuid4().hex
    good, poison = [f"{run}-{n}" for n in range(3)], f"{run}-poison"

    def send(*keys: str) -> None:
        bodies = [{"Id": f"{n}", "MessageBody": json.dumps({"detail": {"key": key}})} for n, key in enumerate(keys)]
        queues.send_message_batch(QueueUrl=cloud.outputs["Queue"], Entries=bodies)

    def dead_letters() -> set[str]:
        found = queues.receive_message(QueueUrl=cloud.outputs["Dead"], MaxNumberOfMessages=10, VisibilityTimeout=0)
        return {json.loads(message["Body"])["detail"]["key"] for message in found.get("Messages", [])} & {*good, poison}

    send(good[0])  # starts the consumer: a batch that waits for that is seen again meanwhile
    eventually(lambda: cloud.item("seen", good[0]), "a message never reached its consumer")
    send(good[1], poison, good[2])
    eventually(dead_letters, "the poison message never reached the dead-letter queue")
    assert dead_letters() == {poison}, "good messages went to the dead-letter queue"
    assert all(cloud.item("seen", key) for key in good), "a good message was lost"


def a_schedule_fires_at_its_local_time(cloud: Cloud) -> None:
    name = f"tick-{uuid.uuid4().hex}"
    at = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(seconds=1)
    cloud["scheduler"].create_schedule(
        Name=name,
        ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})",
        ScheduleExpressionTimezone="Asia/Shanghai",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": cloud.outputs["Clock"],
            "RoleArn": cloud.outputs["ScheduleRole"],
            "Input": json.dumps({"name": name}),
        },
    )
    eventually(lambda: cloud.item("tick", name), "a one-time schedule did not call its function")


def a_data_key_opens_only_with_its_context(cloud: Cloud) -> None:
    keys = cloud["kms"]
    made = keys.generate_data_key(KeyId=cloud.outputs["DataKey"], KeySpec="AES_256", EncryptionContext={"county": "1"})
    opened = keys.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext={"county": "1"})
    assert opened["Plaintext"] == made["Plaintext"], "the data key came back changed"
    other = {"CiphertextBlob": made["CiphertextBlob"], "EncryptionContext": {"county": "2"}}
    refused("InvalidCiphertextException", keys.decrypt, **other)


def a_seal_verifies_offline(cloud: Cloud) -> None:
    keys, name = cloud["kms"], cloud.outputs["SealKey"]
    how = {"MessageType": "RAW", "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = keys.sign(KeyId=name, Message=b"root", **how)["Signature"]
    public = load_der_public_key(keys.get_public_key(KeyId=name)["PublicKey"])
    assert isinstance(public, EllipticCurvePublicKey), "the seal's key is no elliptic curve key"
    public.verify(signature, b"root", ECDSA(SHA256()))


def a_blind_index_is_stable(cloud: Cloud) -> None:
    wanted = {"KeyId": cloud.outputs["IndexKey"], "Message": b"index", "MacAlgorithm": "HMAC_SHA_256"}
    first, second = (cloud["kms"].generate_mac(**wanted)["Mac"] for _ in range(2))
    assert first == second, "the MAC of one message differs from call to call"
    assert len(first) == 32, "the MAC is not 32 bytes"


def the_api_takes_only_untouched_tokens(cloud: Cloud) -> None:
    people = People(cloud.emulator, cloud.outputs)
    subject = people.make("someone")
    token = people.sign_in("someone").access
    head, body, signature = token.split(".")
    status, claims = asked(cloud, token)
    assert status == 200, f"a good token is refused: {status}"
    assert (claims["claims"]["sub"], claims["claims"]["token_use"]) == (subject, "access"), f"claims are {claims}"
    assert claims["claims"]["client_id"] == cloud.outputs["UserPoolClientId"], f"claims are {claims}"
    assert asked(cloud, f"{head}.{body}.{signature[:-8]}AAAAAAAA")[0] == 401, "a forged signature is taken"
    assert asked(cloud, f"{head}.{body[:-4]}AAAA.{signature}")[0] == 401, "a changed payload is taken"
    assert asked(cloud, None)[0] == 401, "no token is taken"
    assert asked(cloud, token, "/v1/w%0Ao")[0] == 200, "a path with a line break has no route"


def a_locked_object_stays(cloud: Cloud) -> None:
    store, vault = cloud["s3"], {"Bucket": cloud.outputs["Vault"], "Key": "seal"}
    until = datetime.now(UTC) + timedelta(hours=1)
    lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until, "ChecksumAlgorithm": "SHA256"}
    version = store.put_object(**vault, Body=b"root", **lock)["VersionId"]
    store.delete_object(**vault)
    refused("AccessDenied", store.delete_object, **vault, VersionId=version)
    found = store.get_object(**vault, VersionId=version)
    assert found["Body"].read() == b"root", "a locked version changed"
    assert found["ObjectLockMode"] == "COMPLIANCE", "the lock is not shown"


def a_map_runs_each_item_and_retries_by_name(cloud: Cloud) -> None:
    machines, run = cloud["stepfunctions"], uuid.uuid4().hex
    given = {"items": [{"run": run, "n": n} for n in range(3)]}
    started = machines.start_execution(stateMachineArn=cloud.outputs["Machine"], input=json.dumps(given))

    def state() -> Any:
        return machines.describe_execution(executionArn=started["executionArn"])

    eventually(lambda: state()["status"] != "RUNNING", "the map never ended")
    ended = state()
    assert ended["status"] == "SUCCEEDED", f"{ended['status']}: {ended.get('cause')}"
    assert json.loads(ended["output"]) == [0, 1, 2], f"output is {ended['output']}"


def a_crash_loses_no_acknowledged_item(cloud: Cloud) -> None:
    table, written = cloud["dynamodb"], []
    for n in range(200):
        pair = [{"Put": cloud.write(kind, f"crash-{n}")} for kind in ("fact", "twin")]
        table.transact_write_items(TransactItems=pair)
        written.append(f"crash-{n}")
    os.kill(cloud.emulator.pid, signal.SIGKILL)
    cloud = replace(cloud, emulator=emulator.start(cloud.emulator.state, cloud.emulator.port))
    lost = [key for key in written if not (cloud.item("fact", key) and cloud.item("twin", key))]
    assert not lost, f"{len(lost)} acknowledged transactions are gone"
    eventually(lambda: cloud.item("seen", written[-1]), "facts written before the crash were never told")


# The slow ones first: they mostly wait.
TOGETHER = (
    a_schedule_fires_at_its_local_time,
    a_map_runs_each_item_and_retries_by_name,
    a_poison_message_alone_ends_in_the_dead_letter_queue,
    a_fact_travels_from_stream_to_consumer,
    a_function_may_do_only_what_its_role_says,
    a_role_is_bound_to_key_prefix_and_context,
    functions_run_from_their_package,
    the_api_takes_only_untouched_tokens,
    optimistic_increments_are_exact,
    a_transaction_is_whole_and_says_why_not,
    an_upload_form_is_held_to_its_policy,
    a_data_key_opens_only_with_its_context,
    a_seal_verifies_offline,
    a_blind_index_is_stable,
    a_locked_object_stays,
)
ALONE = (a_crash_loses_no_acknowledged_item,)
