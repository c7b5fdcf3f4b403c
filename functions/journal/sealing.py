"""A seal: find the heads that moved, sign their root, keep it, settle the heads. Safe to stop anywhere.

The object in S3 is the seal. It is written before anything else changes and only if its number is free, so a run that
died leaves either nothing or a seal that the next run finds, takes over and settles.
"""

from contextlib import suppress
from datetime import datetime

from botocore.exceptions import ClientError

from functions.journal import archive, rules
from functions.journal.tables import LastSeal
from kernel import aws
from kernel.clock import instant, stamp
from kernel.errors import Changed
from kernel.record import SEAL_SHARDS, Head
from kernel.seals import Seal, SealedHead, SealedLeaf
from kernel.table import PAGE
from kernel.transaction import Writes, transact

MOST_HEADS = 4000


def seconds_since_clean(at: datetime) -> float:
    """How long ago nothing was left to seal, or, until that was once so, sealing was first tried."""
    last = LastSeal.load()
    if not last.clean_at:
        last.clean_at = stamp(at)
        with suppress(Changed):  # another run is first
            _save(last)
        return 0.0
    return max(0.0, (at - instant(last.clean_at)).total_seconds())


def seal_moved(at: datetime) -> int:
    """Seal all heads that moved, and return how many. Raises `Changed` if another run is at it."""
    last = LastSeal.load()
    if not last.settled:
        _settle(last, archive.read(int(last.n)))
    sealed = 0
    while heads := _moved():
        seal = archive.keep(_draft(last, heads, at))
        _advance(last, seal)
        _settle(last, seal)
        sealed += len(seal.leaves)
        if len(heads) < MOST_HEADS and list(seal.leaves) == heads:  # all that moved, and not a dead run's seal
            break
    last.clean_at = stamp(at)
    _save(last)
    return sealed


def _moved() -> list[SealedLeaf]:
    """Heads in the index, as they stand now, by chain. The index trails behind, so each is read again."""
    chains = [chain for shard in range(SEAL_SHARDS) for chain in _shard(shard)][:MOST_HEADS]
    pages = [chains[i : i + PAGE] for i in range(0, len(chains), PAGE)]
    heads = [head for page in pages for head in Head.find_all(page, consistent=True) if head.moved]
    return sorted((head.chain, int(head.n), head.digest) for head in heads)


def _shard(shard: int) -> list[str]:
    return [head.chain for head in Head.index.query(Head.shard(shard), limit=MOST_HEADS)]


def _draft(last: LastSeal, heads: list[SealedLeaf], at: datetime) -> Seal:
    stated = rules.statement(int(last.n) + 1, stamp(at), last.root, heads)
    return archive.sign(stated, tuple(heads))


def _advance(last: LastSeal, seal: Seal) -> None:
    last.n, last.root, last.sealed_at = seal.n, seal.statement["root"], seal.statement["at"]
    last.settled = False
    _save(last)


def _settle(last: LastSeal, seal: Seal) -> None:
    """Say which seal covers each head, then let the heads rest. Done again, it does the same."""
    with SealedHead.batch_write() as batch:
        for index, (chain, n, _) in enumerate(seal.leaves):
            batch.save(SealedHead(*SealedHead.key_of(chain, n), seal=seal.n, index=index))
    for chain, n, _ in seal.leaves:
        _rest(chain, n)
    last.settled = True
    _save(last)


def _rest(chain: str, n: int) -> None:
    """Take a head out of the index `moved`, unless it has moved on."""
    try:
        aws.client("dynamodb").update_item(
            TableName=Head.Meta.table_name,
            Key={"chain": {"S": chain}},
            UpdateExpression="SET sealed_n = :n REMOVE moved",
            ConditionExpression="n = :n",
            ExpressionAttributeValues={":n": {"N": str(n)}},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise


def _save(last: LastSeal) -> None:
    writes = Writes()
    writes.put(last, Changed())
    reasons = transact(writes.rows)
    writes.refuse(reasons)
    if reasons:
        raise Changed
