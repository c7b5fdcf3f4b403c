"""Whether what somebody typed is the beginning of a name that sounds so: `zhangsan`, `zhangs`, `zhs`, `zs`."""

import re
import unicodedata

TYPED = re.compile(r"[a-z]+")


def typed(text: str) -> str | None:
    """What was typed, if it is in letters: lower case, without blanks and apostrophes, `ü` as `v`; else None."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v").replace("'", "").replace(" ", "")
    return folded if TYPED.fullmatch(folded) else None


def begins(spelling: str, letters: str) -> bool:
    """Whether the letters are a beginning of each of the first syllables in turn, whole or not, down to their first."""
    return _begins([word.split("/") for word in spelling.split(" ")], letters)


def _begins(words: list[list[str]], letters: str) -> bool:
    if not letters:
        return True
    if not words:
        return False
    return any(
        _begins(words[1:], letters[taken:]) for sound in words[0] for taken in range(_shared(sound, letters), 0, -1)
    )


def _shared(sound: str, letters: str) -> int:
    """How many letters two words have in common from their beginning."""
    return next(
        (at for at, (a, b) in enumerate(zip(sound, letters, strict=False)) if a != b), min(len(sound), len(letters))
    )
