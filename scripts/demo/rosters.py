"""The lines of both rosters in file order: good ones, some spelled otherwise, bad ones among them."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from scripts.demo.flaws import MemberFlaw, Source, bad_row
from scripts.demo.organisation_flaws import bad_organisation_rows
from scripts.demo.records import Kind, Organisation, Person, Row, organisation_cells, person_cells
from scripts.demo.variants import Variant, fits, spelled


def member_rows(source: Source, people: Sequence[Person], *, bad_each: int, spelled_each: int) -> Iterator[Row]:
    """Good lines in the order of `people`; `bad_each` bad lines and `spelled_each` spellings of every kind."""
    variants = _chosen_variants(source.rng, spelled_each, people)
    good = [
        spelled(variants[i], member) if i in variants else Row(person_cells(member)) for i, member in enumerate(people)
    ]
    return _merged(good, _bad_members(source, people, bad_each))


def _bad_members(source: Source, people: Sequence[Person], each: int) -> Iterator[tuple[int, Row]]:
    """Bad lines and the number of the good one each comes after; a duplicate comes after its original."""
    for flaw in MemberFlaw:
        for number in range(each):
            original = source.rng.randrange(len(people))
            first = original if flaw is MemberFlaw.DUPLICATE_ID else 0
            after = source.rng.randrange(first, len(people))
            yield after, bad_row(source, flaw, number, people[original])


def _chosen_variants(rng: Random, each: int, people: Sequence[Person]) -> dict[int, Variant]:
    chosen: dict[int, Variant] = {}
    for variant in Variant:
        free = [i for i, member in enumerate(people) if i not in chosen and fits(variant, member)]
        chosen.update(dict.fromkeys(rng.sample(free, min(each, len(free))), variant))
    return chosen


def organisation_rows(rng: Random, organisations: Sequence[Organisation]) -> Iterator[Row]:
    """Good lines in the order of `organisations`, parents first, and eight bad ones among them."""
    good = [Row(organisation_cells(organisation)) for organisation in organisations]
    township = next(
        organisation for organisation in organisations if organisation.parent and organisation.kind is Kind.COMMITTEE
    )
    original = next(i for i, organisation in enumerate(organisations) if organisation.is_home)
    bad = [
        (rng.randrange(original, len(organisations)), row)
        for row in bad_organisation_rows(township, organisations[original])
    ]
    return _merged(good, bad)


def _merged(good: Sequence[Row], bad: Iterable[tuple[int, Row]]) -> Iterator[Row]:
    """Every bad row comes after the good one whose number stands beside it."""
    after: dict[int, list[Row]] = {}
    for number, row in bad:
        after.setdefault(number, []).append(row)
    for number, row in enumerate(good):
        yield row
        yield from after.get(number, ())
