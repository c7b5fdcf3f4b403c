"""What the bench of likenesses holds against the product: a plain dHash, and how each method is scored."""

from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

METHODS = ("marks", "dhash", "sha256")
NEAR, SIDE = 10, 8  # bits of a dHash that may differ; its points on a side


def dhash(picture: Image.Image) -> int:
    """The peer: whether each of 8 x 8 grey points is darker than the one to its right."""
    grey = picture.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS).tobytes()
    rows = (grey[at : at + SIDE + 1] for at in range(0, len(grey), SIDE + 1))
    return int("".join("1" if left < right else "0" for row in rows for left, right in pairwise(row)), 2)


def near(one: int, other: int) -> bool:
    return (one ^ other).bit_count() <= NEAR


@dataclass
class Score:
    """Of queries that each have one original, or none."""

    queries: int = 0
    right: int = 0
    wrong: int = 0

    def add(self, found: set[str], original: str | None) -> None:
        self.queries += 1
        self.right += original in found
        self.wrong += len(found - {original})

    @property
    def recall(self) -> float:
        return self.right / self.queries

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0
