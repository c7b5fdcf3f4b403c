"""A receipt: what a member keeps, and what proves years later that an entry stood in the record."""

from collections.abc import Iterator

from functions.journal.models import ProofOut, ReceiptOut, SealOut
from functions.journal.reading import entry_out
from kernel import directory, seals
from kernel.asking import Asking
from kernel.authority import Principal, Target
from kernel.chain import record_hash
from kernel.clock import SHANGHAI, instant
from kernel.record import Entry, EventRow
from kernel.seals import Seal, SealedHead


def receipt(caller: Asking, event_id: str) -> ReceiptOut:
    """The entry of an event with its proof, as far as it is sealed. Raises `NotFound`, `Forbidden`."""
    row = EventRow.demand(EventRow.partition(event_id), "EVT")
    caller.may("journal.receipt", Target(path=_path(caller.principal, row.chain)))
    sealed = SealedHead.covering(row.chain, int(row.seq))
    if sealed is None:
        entry = Entry.demand(Entry.partition(row.chain, int(row.year)), Entry.place(int(row.seq)))
        return ReceiptOut(state="NOT_YET_SEALED", entry=entry_out(entry))
    seal = seals.read(int(sealed.seal))
    first, *rest = _up_to(row, sealed.n, seal)
    return ReceiptOut(
        state="SEALED",
        entry=entry_out(first),
        proof=ProofOut.model_validate(
            seals.proof([record_hash(entry.record) for entry in rest], int(sealed.index), seal)
        ),
        seal=SealOut(statement=seal.statement, signature=seal.signature, key_id=seal.key_id),
    )


def _path(principal: Principal, chain: str) -> str:
    """Where the chain's organisation stands. One's own branch or office covers itself, wherever that is now."""
    own = {principal.branch_id, *(grant.organisation_id for grant in principal.grants)}
    return directory.path_below(directory.ROOT_PATH, chain) if chain in own else directory.organisation(chain).path


def _up_to(row: EventRow, n: int, seal: Seal) -> Iterator[Entry]:
    """The entries from the event's own up to the sealed head; a chain goes on in the next year's partition."""
    sealed_in = instant(seal.statement["at"]).astimezone(SHANGHAI).year
    start, end = Entry.place(int(row.seq)), Entry.place(n)
    for year in range(int(row.year), sealed_in + 2):  # a head may move in the moments after the seal's instant
        last = start
        for entry in Entry.query(Entry.partition(row.chain, year), Entry.sk.between(start, end), consistent_read=True):
            yield entry
            last = entry.sk
        if last == end:
            return
