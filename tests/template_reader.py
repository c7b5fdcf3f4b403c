"""Reads template.yaml for the tests: the only source of keys, environment and event patterns."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent


class _Loader(yaml.SafeLoader):
    """Keeps CloudFormation's short tags as their long form: `!Ref X` becomes `{"Ref": "X"}`."""


def _tag(loader: yaml.Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.MappingNode)
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _tag)


@cache
def template() -> dict[str, Any]:
    """The template as written, short tags expanded."""
    loaded: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), _Loader)  # noqa: S506 - a SafeLoader
    return loaded


def resources(of_type: str) -> dict[str, dict[str, Any]]:
    """Logical id → properties of every resource of a type."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template()["Resources"].items()
        if resource["Type"] == of_type
    }


def environment() -> dict[str, str]:
    """The variables of every function, with each reference replaced by the logical id that it names."""
    blocks = [template()["Globals"]["Function"], *resources("AWS::Serverless::Function").values()]
    merged: dict[str, Any] = {}
    for block in blocks:
        merged |= block.get("Environment", {}).get("Variables", {})
    return {name: plain(value) for name, value in merged.items()}


def plain(value: Any) -> str:
    """The logical id behind a reference; text as it is; of a choice what stands where its condition holds."""
    if not isinstance(value, dict):
        return str(value)
    ((function, inner),) = value.items()
    if function == "Fn::If":
        return plain(inner[1])
    return str(inner[0] if isinstance(inner, list) else inner)
