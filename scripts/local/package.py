"""Packs the code that `template.yaml` names, and rewrites the template to point at the packages.

Takes the place of `sam build` on the local cloud: the emulator's interpreter already has the locked third-party
packages, so only our own code is packed. That the requirements are complete is proved elsewhere, on a real build.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

# A fixed time makes equal sources equal bytes, so an unchanged function keeps its key.
EPOCH = (1980, 1, 1, 0, 0, 0)
Node = Any


class _Loader(yaml.CSafeLoader):
    """YAML as CloudFormation writes it: short tags become `{"Fn::…": …}`, dates stay text."""


def _intrinsic(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Node]:
    value = _plain(loader, node)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


def _plain(loader: _Loader, node: yaml.Node) -> Node:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_Loader.add_multi_constructor("!", _intrinsic)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


class Package:
    """A template whose code stands in zip files: `text` is it as JSON, `archives` maps keys to bytes.

    `lacking` names the handlers whose module is in no package.
    """

    def __init__(self, source: Path, bucket: str) -> None:
        self.archives: dict[str, bytes] = {}
        self.lacking: set[str] = set()
        self._root = source.resolve().parent
        self._bucket = bucket
        self._keys: dict[tuple[str, str], str] = {}
        self.template = read(source)
        for resource in self.template["Resources"].values():
            if isinstance(resource, dict):
                self._rewrite(resource)
        self.text = json.dumps(self.template, separators=(",", ":"))

    def _rewrite(self, resource: dict[str, Node]) -> None:
        properties = resource.get("Properties", {})
        match resource.get("Type"):
            case "AWS::Serverless::Function" if isinstance(properties.get("CodeUri"), str):
                properties["CodeUri"] = self._uri(properties["CodeUri"], _parent(resource))
                self._note_handler(properties)
            case "AWS::Serverless::LayerVersion" if isinstance(properties.get("ContentUri"), str):
                properties["ContentUri"] = self._uri(properties["ContentUri"], "python")
            case "AWS::Serverless::StateMachine" if isinstance(properties.get("DefinitionUri"), str):
                definition = self._root / properties.pop("DefinitionUri")
                properties["Definition"] = yaml.load(definition.read_text(), _Loader)  # noqa: S506 - a SafeLoader

    def _note_handler(self, properties: dict[str, Node]) -> None:
        module = properties["Handler"].rpartition(".")[0]
        archive = self.archives[properties["CodeUri"].rpartition("/")[2]]
        if f"{module.replace('.', '/')}.py" not in zipfile.ZipFile(io.BytesIO(archive)).namelist():
            self.lacking.add(properties["Handler"])

    def _uri(self, folder: str, prefix: str) -> str:
        if (folder, prefix) not in self._keys:
            archive = zipped(entries(self._root, self._root / folder, prefix))
            key = f"{hashlib.sha256(archive).hexdigest()}.zip"
            self.archives[key] = archive
            self._keys[folder, prefix] = key
        return f"s3://{self._bucket}/{self._keys[folder, prefix]}"


def read(template: Path) -> dict[str, Node]:
    """The template with short intrinsic tags written out."""
    document: dict[str, Node] = yaml.load(template.read_text(), _Loader)  # noqa: S506 - a SafeLoader
    return document


def entries(root: Path, folder: Path, prefix: str) -> dict[str, bytes]:
    """What a package of `folder` holds: archive name to bytes.

    `prefix` is where the folder's files stand in the archive (`functions/dues`, or `python` for a layer); the
    packages above it get their `__init__.py`. A layer's folder may be `python` itself or hold it beside a Makefile;
    one that lists requirements packs to nothing else.
    """
    if (folder / "requirements.txt").exists():
        return {f"{prefix}/requirements.txt": (folder / "requirements.txt").read_bytes()}
    if prefix == "python" and (folder / "python").is_dir():
        folder = folder / "python"
    files = {f"{prefix}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in _sources(folder)}
    return dict(_parents(root, prefix)) | files if prefix != "python" else files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of `files`; the same bytes for the same files, whenever and wherever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _parent(function: Mapping[str, Node]) -> str:
    """`functions/dues` for `ParentPackages: functions.dues`; the root where none is stated."""
    build = function.get("Metadata", {}).get("BuildProperties", {})
    return str(build.get("ParentPackages", "")).replace(".", "/")


def _parents(root: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for depth in range(1, len(prefix.split("/"))):
        package = "/".join(prefix.split("/")[:depth])
        source = root / package / "__init__.py"
        yield f"{package}/__init__.py", source.read_bytes() if source.exists() else b""


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
            yield path
