"""What exists is written down, and what is written down exists."""

import os
import re
from pathlib import Path

import pytest

from kernel.events import PUBLISHED
from tests.docs.code import DOMAINS, ROOT, code_routes, plain, publishers
from tests.docs.declared import sections
from tests.template_reader import resources

NAMED_ROUTE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)\s+(/v1/[^\s`\"'|→]*)")
LINK = re.compile(r"\]\(([^)#:]+)\)")
CODE = re.compile(r"`([^`<>\n]+)`")
PAGES = sorted(
    path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("scripts/**/*.md")] if path.is_file()
)


def page(domain: str) -> str:
    """All that is said of a domain: `<domain>.md`, and the pages of its own topics beside it."""
    pages = (ROOT / "docs" / "domains").glob(f"{domain}*.md")
    return "".join(path.read_text() for path in sorted(pages) if path.stem.split("-")[0] == domain)


def routes_named_in(text: str) -> set[tuple[str, str]]:
    return {(method, plain(path.rstrip(".,;:)"))) for method, path in NAMED_ROUTE.findall(text)}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_has_a_page(domain: str) -> None:
    assert page(domain), f"docs/domains/{domain}.md is missing"


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_route_stands_in_the_page_of_its_domain(domain: str) -> None:
    exist = {(route.method, route.path) for route in code_routes() if route.domain == domain}

    assert sorted(exist - routes_named_in(page(domain))) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_names_a_route_that_does_not_exist(path: Path) -> None:
    exist = {(route.method, route.path) for route in code_routes()}

    assert sorted(routes_named_in(path.read_text()) - exist) == []


@pytest.mark.parametrize("event", PUBLISHED)
def test_every_event_has_a_publisher_whose_page_names_it(event: str) -> None:
    domains = publishers()[event]

    assert domains, f"nobody publishes {event}"
    assert [domain for domain in sorted(domains) if f"`{event}`" in page(domain)], f"{event} stands in no page"


@pytest.mark.parametrize("table", resources("AWS::DynamoDB::Table"))
def test_every_table_stands_in_the_page_of_its_owner(table: str) -> None:
    owner = sections()[table]
    text = (ROOT / "docs" / "runbook.md").read_text() if owner == "shared" else page(owner)

    assert f"`{table}`" in text, f"{table} belongs to {owner}"


def test_every_alarm_stands_in_the_runbook() -> None:
    text = (ROOT / "docs" / "runbook.md").read_text()

    assert [alarm for alarm in resources("AWS::CloudWatch::Alarm") if f"`{alarm}`" not in text] == []


def test_the_runbook_names_no_alarm_that_does_not_exist() -> None:
    named = set(re.findall(r"`(\w+Alarm)`", (ROOT / "docs" / "runbook.md").read_text()))

    assert sorted(named - resources("AWS::CloudWatch::Alarm").keys()) == []


def executables() -> list[str]:
    files = (path for path in (ROOT / "scripts").rglob("*") if path.is_file() and os.access(path, os.X_OK))
    return sorted(str(path.relative_to(ROOT)) for path in files if path.suffix not in (".pyc", ".so"))


@pytest.mark.parametrize("script", executables())
def test_every_script_is_mentioned(script: str) -> None:
    mentions = "".join(path.read_text() for path in [ROOT / "Makefile", *PAGES])

    assert script in mentions, f"neither README, Makefile nor docs name {script}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_leads_nowhere(path: Path) -> None:
    targets = LINK.findall(path.read_text())

    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_readme_and_its_chinese_twin_name_the_same_things() -> None:
    english, chinese = (
        {*CODE.findall(text), *LINK.findall(text)} - {"README.md", "README.zh-CN.md"}
        for text in ((ROOT / name).read_text() for name in ("README.md", "README.zh-CN.md"))
    )

    assert english ^ chinese == set()
