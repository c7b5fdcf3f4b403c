"""What a restored table does not bring with it: stream, time to live, recovery, protection from deletion."""

from collections.abc import Iterator
from typing import Any

Client = Any
Properties = dict[str, Any]


def is_recoverable(wanted: Properties) -> bool:
    """Whether the template keeps points in time of a table at all."""
    return wanted.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled") is True


def missing(client: Client, table: str, wanted: Properties) -> list[str]:
    """The settings of the template that a table does not have, as `reapply` would set them."""
    return [name for name, _ in _steps(client, table, wanted)]


def reapply(client: Client, table: str, wanted: Properties) -> list[str]:
    """Set what is missing. Returns what was set; a second call sets nothing."""
    done = []
    for name, (operation, arguments) in _steps(client, table, wanted):
        getattr(client, operation)(TableName=table, **arguments)
        client.get_waiter("table_exists").wait(TableName=table)
        done.append(name)
    return done


def _steps(client: Client, table: str, wanted: Properties) -> Iterator[tuple[str, tuple[str, Properties]]]:
    described = client.describe_table(TableName=table)["Table"]
    if "StreamSpecification" in wanted and not described.get("StreamSpecification", {}).get("StreamEnabled"):
        stream = {"StreamEnabled": True, **wanted["StreamSpecification"]}
        yield "stream", ("update_table", {"StreamSpecification": stream})
    if wanted.get("DeletionProtectionEnabled") and not described.get("DeletionProtectionEnabled"):
        yield "protection from deletion", ("update_table", {"DeletionProtectionEnabled": True})
    lives = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"]
    if "TimeToLiveSpecification" in wanted and lives not in ("ENABLED", "ENABLING"):
        stated = wanted["TimeToLiveSpecification"]
        expiry = {"AttributeName": stated["AttributeName"], "Enabled": True}
        yield "time to live", ("update_time_to_live", {"TimeToLiveSpecification": expiry})
    backups = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    recovery = backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
    if is_recoverable(wanted) and recovery != "ENABLED":
        always = {"PointInTimeRecoveryEnabled": True}
        yield "recovery", ("update_continuous_backups", {"PointInTimeRecoverySpecification": always})
