"""Mutants that change nothing that anybody could notice, each with its reason.

Held honest by `make mutants`: one that a test notices all the same, and one that no longer exists, fails it.
"""

EQUIVALENT: dict[tuple[str, str], str] = {
    (
        "kernel.vault",
        "Sealer.open: if not blob.startswith(HEADER) or len(blob) < OVERHEAD: -> "
        "if not blob.startswith(HEADER) or len(blob) <= OVERHEAD:",
    ): "a blob without any text: none is ever made (no fields are `{}`), and no tag of one can be guessed",
}
