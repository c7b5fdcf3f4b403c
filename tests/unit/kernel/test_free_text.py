"""What people type is what others read: no text hides characters or turns the direction of writing."""

import importlib
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from annotated_types import MaxLen, MinLen
from pydantic import StringConstraints, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from kernel.model import Command, Line, Text
from tests.template_reader import ROOT

HIDING = "a\u202eb"


@pytest.mark.parametrize("text", ["主题党日", "艾孜买提·买买提", "a (b), “c” – 1/2", "𠮷野家", "\U00030ede"])
def test_what_can_be_seen_is_taken(text: str) -> None:
    assert TypeAdapter(Line).validate_python(text) == text


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\x7f", "\ue000", "\u2028", "\n"])
def test_what_cannot_be_seen_is_refused_with_a_code_of_its_own(hidden: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Line).validate_python(f"a{hidden}b")

    assert [error["type"] for error in refused.value.errors()] == ["control_character"]


def test_a_text_may_have_lines_and_tabs_and_nothing_else_that_is_hidden() -> None:
    text = TypeAdapter(Text)

    assert text.validate_python("一\n\t二\r\n三") == "一\n\t二\r\n三"
    for hidden in ("\u202e", "\r", "\u2028", "\x0b"):
        with pytest.raises(ValidationError):
            text.validate_python(f"a{hidden}b")


def test_lengths_are_asked_for_where_the_type_is_used() -> None:
    title: TypeAdapter[str] = TypeAdapter(Annotated[Line, StringConstraints(min_length=1, max_length=3)])

    with pytest.raises(ValidationError):
        title.validate_python("四个字的")


def commands() -> Iterator[type[Command]]:
    """Every body that a route takes, and its parts."""
    for file in sorted((ROOT / "functions").rglob("*models.py")):
        found = vars(importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))).values()
        yield from (one for one in found if isinstance(one, type) and issubclass(one, Command) and one is not Command)


def is_free(field: FieldInfo) -> bool:
    """A text of some length whose form nothing else prescribes."""
    lengths = any(isinstance(part, MinLen | MaxLen | StringConstraints) for part in field.metadata)
    return field.annotation is str and lengths


def takes(field: FieldInfo, text: str) -> bool:
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[field.annotation, *field.metadata])
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True


def test_no_body_takes_a_free_text_that_hides_something() -> None:
    fields = {f"{c.__name__}.{name}": field for c in commands() for name, field in c.model_fields.items()}

    free = {name for name, field in fields.items() if is_free(field) and takes(field, "ab")}

    assert {name for name in free if takes(fields[name], HIDING)} == set()
    assert {"PlanActivity.title", "RuleIn.zh", "FoundOrganisation.name"} <= free
