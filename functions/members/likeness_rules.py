"""When two dossiers look like one person (`domain.md` 13.2).

The same number is the same person already, and is refused when it is enrolled. Here two numbers differ. A shared phone
alone is a family's; a shared birth date and phone are twins': there is no case without one name, or two that sound
alike.
"""

from dataclasses import dataclass

from functions.members.pinyin import syllables
from kernel.spelling import same_name

NAME_AND_BIRTH, NAME_AND_PHONE, SOUND_AND_PHONE = "NAME_AND_BIRTH", "NAME_AND_PHONE", "SOUND_AND_PHONE"


@dataclass(frozen=True)
class Features:
    """What is compared. `birth_mark` and `mobile_index` are blind, `sex` is "1" or "2"."""

    name: str
    sex: str
    birth_mark: str | None
    mobile_index: str | None


def alike(one: Features, other: Features) -> tuple[str, ...]:
    """Why two dossiers may be one person's; nothing if there is no reason to ask anybody."""
    phone = one.mobile_index is not None and one.mobile_index == other.mobile_index
    birth = one.birth_mark is not None and one.birth_mark == other.birth_mark
    if same_name(one.name, other.name):
        return (*((NAME_AND_BIRTH,) if birth else ()), *((NAME_AND_PHONE,) if phone else ()))
    sounds = phone and one.sex == other.sex and syllables(one.name) == syllables(other.name) != ()
    return (SOUND_AND_PHONE,) if sounds else ()
