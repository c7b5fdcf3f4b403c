"""What template.yaml declares: who answers a request, who hears an event, whose a resource is."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from tests.template.house import listed, named
from tests.template_reader import ROOT, resources, template

BANNER = re.compile(r"  # =+\n  # ([A-Z]+)\n  # =+\n")
LOGICAL_ID = re.compile(r"^  (\w+):$", re.MULTILINE)


class TemplateRoute(NamedTuple):
    method: str
    path: str
    module: str

    @property
    def is_greedy(self) -> bool:
        return self.path.endswith("{proxy+}")

    def takes(self, method: str, path: str) -> bool:
        """Whether the gateway may hand it this request; `path` with its placeholders filled."""
        return self.method in ("ANY", method) and self._pattern().fullmatch(path) is not None

    def _pattern(self) -> re.Pattern[str]:
        steps = [".+" if s == "{proxy+}" else "[^/]+" if s.startswith("{") else re.escape(s) for s in self._steps()]
        return re.compile("/".join(steps))

    def _steps(self) -> list[str]:
        return self.path.split("/")

    def rank(self) -> tuple[bool, int, int, bool]:
        """The gateway prefers a whole path to a greedy one, then what is spelled out further, then its own method."""
        spelled = sum(not step.startswith("{") for step in self._steps())
        return (not self.is_greedy, spelled, len(self._steps()), self.method != "ANY")


@cache
def template_routes() -> list[TemplateRoute]:
    keys = [(route["RouteKey"].split(" "), route) for route in _of("ApiGatewayV2::Route")]
    return [TemplateRoute(method, path, _module(route)) for (method, path), route in keys]


def owners(method: str, path: str) -> list[TemplateRoute]:
    """The routes that the gateway ranks first for a request; more than one is a mistake."""
    asked = path.replace("{}", "x")
    taking = [route for route in template_routes() if route.takes(method, asked)]
    best = max((route.rank() for route in taking), default=None)
    return [route for route in taking if route.rank() == best]


def _module(route: dict[str, Any]) -> str:
    integration = resources("AWS::ApiGatewayV2::Integration")[named(route["Target"]) or ""]
    return module_of(named(integration["IntegrationUri"]) or "")


def module_of(function: str) -> str:
    """`functions.members.app` for the function whose handler stands there."""
    handler: str = resources("AWS::Serverless::Function")[function]["Handler"]
    return handler.rpartition(".")[0]


class Listener(NamedTuple):
    """A function that a rule of the bus reaches through a queue, and the events that the rule lets through."""

    function: str
    module: str
    events: set[str]


def listeners() -> list[Listener]:
    return [
        Listener(name, module_of(name), {event for rule in _rules_into(queue) for event in rule})
        for name, queue in readers()
        if any(_rules_into(queue))
    ]


def readers() -> Iterator[tuple[str, str]]:
    """Function and queue, for every queue that a function reads."""
    for name, function in resources("AWS::Serverless::Function").items():
        for event in function.get("Events", {}).values():
            if event["Type"] == "SQS":
                yield name, named(event["Properties"]["Queue"]) or ""


def _rules_into(queue: str) -> list[list[str]]:
    return [
        pattern
        for rule, pattern in bus_patterns().items()
        if any(named(target["Arn"]) == queue for target in resources("AWS::Events::Rule")[rule]["Targets"])
    ]


def bus_patterns() -> dict[str, list[str]]:
    """Rule → the classes it lets through, for the rules on our own bus."""
    rules = resources("AWS::Events::Rule").items()
    return {name: listed(rule["EventPattern"]["detail-type"]) for name, rule in rules if "EventBusName" in rule}


def triggered() -> dict[str, str]:
    """Function → module, for every function that something else than a route starts."""
    answering = {named(i["IntegrationUri"]) for i in _of("ApiGatewayV2::Integration")}
    return {name: module_of(name) for name in resources("AWS::Serverless::Function") if name not in answering}


@cache
def sections() -> dict[str, str]:
    """Resource → the domain under whose banner it stands; `shared` for the first."""
    parts = BANNER.split((ROOT / "template.yaml").read_text())
    domains = {part.lower(): text for part, text in zip(parts[1::2], parts[2::2], strict=True)}
    found = {name: domain for domain, text in domains.items() for name in LOGICAL_ID.findall(text)}
    return {name: domain for name, domain in found.items() if name in template()["Resources"]}


def _of(kind: str) -> list[dict[str, Any]]:
    return list(resources(f"AWS::{kind}").values())
