"""The index of events and the pages that hold them agree, and a function loads only the pages it names."""

import subprocess
import sys
from importlib import import_module

import pytest

import kernel
from kernel import events
from kernel.events import PAGES, PARTS, PUBLISHED, Event, model, subjects


@pytest.mark.parametrize("page", PAGES)
def test_a_page_holds_what_the_index_says(page: str) -> None:
    module = import_module(f"kernel.events.{page}")
    made_of = [*vars(model).values(), *vars(subjects).values()]

    made = [
        name
        for name, thing in vars(module).items()
        if isinstance(thing, type) and issubclass(thing, Event) and thing not in made_of
    ]

    assert made == list(PAGES[page])


def test_every_event_is_published_and_no_part_of_one() -> None:
    named = {name for names in PAGES.values() for name in names}

    assert set(PUBLISHED) == named - PARTS
    assert len(PUBLISHED) == len(named) - len(PARTS)
    assert named >= PARTS


def test_an_unknown_event_is_none() -> None:
    assert "Envelope" not in PUBLISHED
    assert "EnrolledMember" not in PUBLISHED
    with pytest.raises(AttributeError):
        events.Nothing  # noqa: B018 - the look-up is the act


def test_naming_one_event_loads_its_page_alone() -> None:
    pages = "[m for m in sys.modules if 'kernel.events.' in m]"
    code = f"import sys; from kernel.events import ReminderRunStarted; print({pages})"

    told = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], env={"PYTHONPATH": str(next(iter(kernel.__path__))) + "/.."}, capture_output=True
    )

    assert told.stdout.decode().strip() == "['kernel.events.model', 'kernel.events.notices']", told.stderr.decode()
