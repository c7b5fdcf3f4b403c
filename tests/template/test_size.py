"""The stack stays deployable: CloudFormation takes 500 resources, and a template of at most a megabyte."""

from collections.abc import Iterator

from tests.template_reader import ROOT, template

MOST_RESOURCES = 480  # of 500: what a hurried repair may add
MOST_BYTES = 1_000_000


def after_the_transform() -> Iterator[str]:
    """The resources that the SAM transform makes: itself, a role where none is named, and what its events need."""
    for name, resource in template()["Resources"].items():
        yield name
        properties = resource.get("Properties", {})
        if resource["Type"] in ("AWS::Serverless::Function", "AWS::Serverless::StateMachine"):
            if "Role" not in properties:
                yield f"{name}Role"
            for event in properties.get("Events", {}):
                yield f"{name}{event}"
                yield from (f"{name}{event}Role" for _ in _roles(properties["Events"][event]))


def _roles(event: dict[str, object]) -> Iterator[None]:
    if event["Type"] == "ScheduleV2":
        yield None


def test_the_stack_has_room() -> None:
    assert len(list(after_the_transform())) <= MOST_RESOURCES


def test_the_template_fits_into_a_deployment() -> None:
    assert (ROOT / "template.yaml").stat().st_size <= MOST_BYTES
