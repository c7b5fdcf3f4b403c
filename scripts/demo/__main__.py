"""Write the demo county's rosters: `python -m scripts.demo --out DIR [--seed N] [--scale small]`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from scripts.demo.county import county
from scripts.demo.records import County
from scripts.demo.sheets import county_files


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the county, write its files and print what is in them."""
    parser = argparse.ArgumentParser(prog="python -m scripts.demo", description="A made-up county's rosters.")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to; made if missing")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same county (default 1)")
    parser.add_argument("--scale", choices=("full", "small"), default="full")
    options = parser.parse_args(arguments)
    made = county(options.seed, small=options.scale == "small")
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in county_files(made).items():
        (options.out / name).write_bytes(content)
        print(f"{name:24} {len(content):>12,} bytes")
    for label, count in counts(made).items():
        print(f"{label:24} {count:>12,}")


def counts(made: County) -> dict[str, int]:
    """What there is of everything, by label."""
    return {
        "organisations": len(made.organisations),
        "bad organisation rows": sum(bool(row.flaw) for row in made.organisation_rows),
        "members": len(made.people),
        "probationary": sum(not person.is_full for person in made.people),
        "floating": sum(person.floating for person in made.people),
        "in a floating branch": sum(bool(person.floating_branch) for person in made.people),
        "bad member rows": sum(bool(row.flaw) for row in made.member_rows),
        "unusual spellings": sum(bool(row.variant) for row in made.member_rows),
    }


if __name__ == "__main__":
    main()
