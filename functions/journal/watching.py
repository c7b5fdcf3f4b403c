"""Whether sealing passes a chain over. Every writer may update heads, and so take one out of what is to be sealed.

Hence the answer rests on rows that nobody can change or that the seal alone writes: which chains there are, where each
ends, and what the seals cover. A head is asked for nothing but its number, and its number is not believed.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from kernel.clock import SHANGHAI, instant
from kernel.record import SEAL_SHARDS, Chain, Entry, Head
from kernel.seals import SealedHead
from kernel.table import PAGE

GRACE = timedelta(hours=1)
FIRST_YEAR = 2020


def chains() -> list[str]:
    """Every chain that was ever begun."""
    return [row.sk for shard in range(SEAL_SHARDS) for row in Chain.query(Chain.partition(shard), consistent_read=True)]


def passed_over(known: Sequence[str], at: datetime) -> list[str]:
    """The chains that have an entry which no seal covers an hour after it was written."""
    pages = (known[i : i + PAGE] for i in range(0, len(known), PAGE))
    return [chain for page in pages for chain in _suspects(page, at) if _waits(chain, at)]


def _suspects(page: Sequence[str], at: datetime) -> Iterator[str]:
    """Chains without a head, whose head no seal covers, or that go on beyond it: few, where all is well."""
    heads = {head.chain: head for head in Head.find_all(page, consistent=True)}
    ends = {chain: SealedHead.key_of(chain, int(head.n)) for chain, head in heads.items()}
    sealed = {(row.pk, row.sk) for row in SealedHead.find_all(list(ends.values()), consistent=True)}
    beyond = {
        (Entry.partition(chain, year), Entry.place(int(head.n) + 1)): chain
        for chain, head in heads.items()
        for year in {int(head.in_year), at.astimezone(SHANGHAI).year}
    }
    longer = {beyond[row.pk, row.sk] for row in Entry.find_all(list(beyond), consistent=True)}
    return (chain for chain in page if chain not in heads or ends[chain] not in sealed or chain in longer)


def _waits(chain: str, at: datetime) -> bool:
    """Whether the first entry that no seal covers has waited for an hour."""
    last = SealedHead.last(chain)
    first = Entry.place(last.n + 1 if last else 1)
    years = range(FIRST_YEAR, at.astimezone(SHANGHAI).year + 1)
    found = Entry.find_all([(Entry.partition(chain, year), first) for year in years], consistent=True)
    return any(at - instant(entry.content()["at"]) > GRACE for entry in found)
