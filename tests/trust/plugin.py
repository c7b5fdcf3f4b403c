"""Fails every test that lets personal data out: into a log, a refusal, a message, an event, the record, a lasting link.

Registered by `tests/conftest.py`; works the same in each process of a parallel run. Standard output is looked at as
well: metrics are written there.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.trust.collector import Collected, collecting
from tests.trust.scanner import ADDRESS, NAME, Hit, Scanner

SCANNER = Scanner({NAME, ADDRESS})
COLLECTED = Collected()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "plants_a_leak: lets personal data out to see that it is found")


@pytest.fixture(autouse=True, scope="session")
def _collecting() -> Iterator[None]:
    with collecting(COLLECTED):
        yield


def leaks(item: pytest.Item, report: pytest.TestReport) -> list[Hit]:
    """What came out while a test was set up and run; of the record only if the test has an account to write it in."""
    has_account = "pristine" in getattr(item, "fixturenames", ())
    printed = [("what was printed", text) for title, text in report.sections if "stdout" in title]
    lasting = [Hit("what was signed", f"a link good for {seconds} seconds") for seconds in COLLECTED.take_lasting()]
    return [*SCANNER.scan_all([*COLLECTED.take(with_record=has_account), *printed]), *lasting]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    report = yield
    if report.when == "call":
        hits = leaks(item, report)
        if hits and report.passed and not item.get_closest_marker("plants_a_leak"):
            report.outcome = "failed"
            report.longrepr = "personal data got out: " + "; ".join(map(str, hits))
    return report
