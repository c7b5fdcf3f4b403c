"""What the layers leave out: no client, endpoint, signature or name of a package may differ for it."""

import importlib
import shutil
import typing
from pathlib import Path
from typing import Any

import botocore
import botocore.session
import pytest
from botocore.loaders import Loader

from kernel import aws
from scripts.layer_trim import LAZY, SERVICES, lazily, trim_data

WHOLE = Path(botocore.__file__).parent / "data"
REGION = "cn-north-1"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    trimmed = tmp_path_factory.mktemp("layer") / "data"
    others = [folder.name for folder in WHOLE.iterdir() if folder.is_dir() and folder.name not in (*SERVICES, "ec2")]
    shutil.copytree(WHOLE, trimmed, ignore=shutil.ignore_patterns(*others))
    trim_data(trimmed)
    return trimmed


def client(service: str, data: Path) -> Any:
    session = botocore.session.Session()
    loader = Loader(extra_search_paths=[str(data)], include_default_search_paths=False)
    session.register_component("data_loader", loader)
    return session.create_client(service, REGION, aws_access_key_id="x", aws_secret_access_key="x")


def facts(client: Any) -> dict[str, Any]:
    """What decides where a client's calls go, and how they are signed and written."""
    model = client.meta.service_model
    return {
        "url": client.meta.endpoint_url,
        "signature": (client.meta.config.signature_version, model.signing_name),
        "protocol": model.resolved_protocol,
        "operations": {name: model.operation_model(name).input_shape is None for name in model.operation_names},
    }


def test_every_service_with_a_client_keeps_its_data() -> None:
    overloads = typing.get_overloads(aws.client)

    asked = {service for overload in overloads for service in typing.get_args(overload.__annotations__["service"])}

    assert {"dynamodb", "s3"} <= asked <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_client_of_the_trimmed_data_calls_as_one_of_the_whole(data: Path, service: str) -> None:
    assert facts(client(service, data)) == facts(client(service, WHOLE))


def test_a_url_signed_by_the_trimmed_data_leads_to_the_same_place(data: Path) -> None:
    params = {"Bucket": "rosters", "Key": "one.xlsx"}

    signed = [client("s3", of).generate_presigned_url("get_object", params, ExpiresIn=60) for of in (data, WHOLE)]
    urls = [url.partition("?")[0] for url in signed]

    assert urls[0] == urls[1]


def test_the_data_of_other_services_is_gone(data: Path) -> None:
    assert {folder.name for folder in data.iterdir() if folder.is_dir()} == set(SERVICES)


@pytest.mark.parametrize("package", LAZY)
def test_a_package_that_loads_lazily_has_the_names_it_had(package: str) -> None:
    whole = importlib.import_module(package.replace("/", "."))
    lazy: dict[str, Any] = {"__name__": whole.__name__}

    exec(lazily(Path(str(whole.__file__)).read_text()), lazy)  # noqa: S102 - what the layer holds in its place

    assert not set(whole.__all__) & lazy.keys()
    assert all(lazy["__getattr__"](name) is getattr(whole, name) for name in whole.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        lazy["__getattr__"]("Nothing")
