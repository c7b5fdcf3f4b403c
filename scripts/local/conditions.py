"""What `Fn::If` and a parameter's `Ref` come to under given parameters: the few intrinsics that need no stack."""

from collections.abc import Mapping
from typing import Any


class Resolver:
    """Replaces conditions and parameters in parts of a template; anything else that is intrinsic stays."""

    def __init__(self, template: Mapping[str, Any], chosen: Mapping[str, str]) -> None:
        stated = template.get("Parameters", {})
        self._parameters = {name: p.get("Default", "") for name, p in stated.items()} | dict(chosen)
        self._conditions: Mapping[str, Any] = template.get("Conditions", {})

    def plain(self, value: Any) -> Any:
        """The value with every `Fn::If` decided and every parameter put in."""
        match value:
            case {"Fn::If": [name, yes, no]}:
                return self.plain(yes if self.holds({"Condition": name}) else no)
            case {"Ref": name} if name in self._parameters:
                return self._parameters[name]
            case dict():
                return {key: self.plain(inner) for key, inner in value.items()}
            case list():
                return [self.plain(inner) for inner in value]
        return value

    def holds(self, condition: Any) -> bool:
        """Raises `ValueError` for a function that is none of CloudFormation's condition functions."""
        match condition:
            case {"Condition": name}:
                return self.holds(self._conditions[name])
            case {"Fn::Equals": [left, right]}:
                return bool(self.plain(left) == self.plain(right))
            case {"Fn::Not": [inner]}:
                return not self.holds(inner)
            case {"Fn::And": parts}:
                return all(self.holds(part) for part in parts)
            case {"Fn::Or": parts}:
                return any(self.holds(part) for part in parts)
        raise ValueError(f"not a condition: {condition}")
