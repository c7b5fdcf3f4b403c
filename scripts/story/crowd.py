"""Many people at once, as far as two cores carry them."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

THREADS = 4


def all_at_once[A, B](act: Callable[[A], B], things: Iterable[A]) -> list[B]:
    """Do it for all, a few at a time; the first error stops the story."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(act, things))
