"""No row stands in an index by chance: each that has its keys is read through it by who knows other rows there."""

import importlib
from pathlib import Path
from typing import Any

from kernel.table import Row
from tests.template_reader import ROOT, resources

MEANT = {
    "Assistance in year",  # under years of its own
    "Budgets in county",
    "Invited in year",  # read as the plan that it stands for
    "Presence in county",
    "Service in year",  # under years of its own
}
"""Rows that another class reads through the index."""


def models() -> set[Any]:
    """Every kind of row of every domain."""
    for path in sorted(Path(ROOT, "functions").rglob("*tables.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found, todo = set(), [Row]
    while todo:
        todo += (made := todo.pop().__subclasses__())
        found |= {one for one in made if hasattr(one, "Meta") and hasattr(one.Meta, "table_name")}
    return found


def indexes() -> dict[str, dict[str, set[str]]]:
    """Table, as the code names it → index → its keys."""
    tables = resources("AWS::DynamoDB::Table")
    return {
        name: {
            one["IndexName"]: {key["AttributeName"] for key in one["KeySchema"]}
            for one in table.get("GlobalSecondaryIndexes", [])
        }
        for name, table in tables.items()
    }


def keys_of(model: Any) -> set[str]:
    return {attribute.attr_name for attribute in model.get_attributes().values()}


def test_a_row_with_the_keys_of_an_index_is_meant_to_stand_in_it() -> None:
    kept = indexes()
    strays = {
        f"{model.__name__} in {index}"
        for model in models()
        for index, keys in kept[str(model.Meta.table_name)].items()
        if keys <= keys_of(model) and index not in (model._indexes or {})
    }

    assert strays == MEANT
