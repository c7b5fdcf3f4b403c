"""Mutants that change nothing that anybody could notice, each with its reason.

Held honest by `make mutants`: one that a test notices all the same, and one that no longer exists, fails it.
"""

NOTHING_MOVES = "a fact that is worth nothing moves nothing, neither up nor down"
EQUIVALENT: dict[tuple[str, str], str] = {
    ("functions.points.rules", "award: if full >= 0: -> if full > 0:"): NOTHING_MOVES,
    ("functions.points.rules", "award: if full >= 0: -> if full >= 1:"): NOTHING_MOVES,
    (
        "functions.points.caps",
        "at import: Counters = dict[str, 'array[int]'] -> Counters = dict[str, 'array[int]-']",
    ): "a name for the type checker alone",
    (
        "kernel.journal",
        "UnitOfWork._links: last, seq, year = (head.digest, int(head.n), int(head.in_year)) if head else "
        "(GENESIS, 0, 0) -> last, seq, year = (head.digest, int(head.n), int(head.in_year)) if head else "
        "(GENESIS, 0, 1)",
    ): "the year of an entry is the later one of this and the present one",
    (
        "kernel.vault",
        "Sealer.open: if not blob.startswith(HEADER) or len(blob) < OVERHEAD: -> "
        "if not blob.startswith(HEADER) or len(blob) <= OVERHEAD:",
    ): "a blob without any text: none is ever made (no fields are `{}`), and no tag of one can be guessed",
}
