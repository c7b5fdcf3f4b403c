"""How little of a birth date, which is sealed, stands plain beside it: `1980x7Q`, five years and a mark."""

COHORT_YEARS = 5
YEAR = 4
MARK = 3  # characters of its blind index: 18 bits, enough to tell namesakes apart and too few to tell a date


def told_of(birth_date: str, blind: str) -> str:
    """Of a date (ISO 8601) and its blind index; one short attribute, since a dossier is near a write unit of 1 KB."""
    year = int(birth_date[:YEAR])
    return f"{year - year % COHORT_YEARS}{blind[:MARK]}"


def cohort_in(told: str | None) -> str | None:
    """`1980` for whoever was born from 1980 to 1984."""
    return told[:YEAR] if told else None


def mark_in(told: str | None) -> str | None:
    return told[YEAR:] if told else None
