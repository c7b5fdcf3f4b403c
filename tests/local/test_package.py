import io
import json
import zipfile
from pathlib import Path

from scripts.local.package import Package, entries, read, zipped

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Function
    Metadata: &Dues {BuildProperties: {ParentPackageMode: explicit, ParentPackages: functions.dues}}
    Properties:
      CodeUri: functions/dues/
      Handler: functions.dues.app.lambda_handler
      Environment: {Variables: {TABLE: !Ref Table, ARN: !GetAtt Table.Arn, SINCE: 2012-10-17}}
  Consumer:
    Type: AWS::Serverless::Function
    Metadata: *Dues
    Properties: {CodeUri: functions/dues/, Handler: functions.dues.on_paid.lambda_handler}
  Kernel:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: layers/kernel/python/}
  Deps:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: layers/deps/}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties: {DefinitionUri: machine.asl.yaml}
"""


def project(root: Path) -> Path:
    """A small checkout; returns its template."""
    files = {
        "template.yaml": TEMPLATE,
        "machine.asl.yaml": "StartAt: One",
        "functions/__init__.py": '"""Functions."""',
        "functions/dues/__init__.py": "",
        "functions/dues/app.py": "RATE = 1",
        "functions/dues/__pycache__/app.cpython-313.pyc": "bytes",
        "layers/kernel/python/kernel/__init__.py": "",
        "layers/deps/requirements.txt": "boto3",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root / "template.yaml"


def names(archive: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(archive)).namelist()


def test_a_function_is_packed_under_the_packages_it_is_imported_by(tmp_path: Path) -> None:
    project(tmp_path)

    packed = entries(tmp_path, tmp_path / "functions" / "dues", "functions/dues")

    assert packed == {
        "functions/__init__.py": b'"""Functions."""',
        "functions/dues/__init__.py": b"",
        "functions/dues/app.py": b"RATE = 1",
    }


def test_a_layer_is_packed_under_python_and_third_party_code_is_left_out(tmp_path: Path) -> None:
    package = Package(project(tmp_path), "bucket")

    resources = package.template["Resources"]
    kernel = resources["Kernel"]["Properties"]["ContentUri"].removeprefix("s3://bucket/")
    deps = resources["Deps"]["Properties"]["ContentUri"].removeprefix("s3://bucket/")

    assert names(package.archives[kernel]) == ["python/kernel/__init__.py"]
    assert names(package.archives[deps]) == ["python/requirements.txt"]


def test_a_layer_that_holds_its_python_folder_beside_a_makefile_is_packed_alike(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "layers" / "kernel" / "Makefile").write_text("build:")

    packed = entries(tmp_path, tmp_path / "layers" / "kernel", "python")

    assert packed == {"python/kernel/__init__.py": b""}


def test_a_handler_without_a_source_file_is_named(tmp_path: Path) -> None:
    assert Package(project(tmp_path), "bucket").lacking == {"functions.dues.on_paid.lambda_handler"}


def test_the_same_files_make_the_same_bytes_in_any_order() -> None:
    forward = zipped({"a.py": b"1", "b.py": b"2"})
    backward = zipped({"b.py": b"2", "a.py": b"1"})

    assert forward == backward


def test_an_unchanged_checkout_makes_the_same_package(tmp_path: Path) -> None:
    template = project(tmp_path)

    first, second = Package(template, "bucket"), Package(template, "bucket")

    assert (first.text, first.archives) == (second.text, second.archives)


def test_a_changed_file_changes_only_the_packages_that_hold_it(tmp_path: Path) -> None:
    template = project(tmp_path)
    before = Package(template, "bucket").template["Resources"]
    (tmp_path / "functions" / "dues" / "app.py").write_text("RATE = 2")

    after = Package(template, "bucket").template["Resources"]

    assert after["Api"]["Properties"]["CodeUri"] != before["Api"]["Properties"]["CodeUri"]
    assert after["Kernel"] == before["Kernel"]


def test_functions_with_one_folder_share_one_package(tmp_path: Path) -> None:
    resources = Package(project(tmp_path), "bucket").template["Resources"]

    assert resources["Api"]["Properties"]["CodeUri"] == resources["Consumer"]["Properties"]["CodeUri"]


def test_short_tags_are_written_out_and_dates_stay_text(tmp_path: Path) -> None:
    variables = read(project(tmp_path))["Resources"]["Api"]["Properties"]["Environment"]["Variables"]

    assert variables == {"TABLE": {"Ref": "Table"}, "ARN": {"Fn::GetAtt": ["Table", "Arn"]}, "SINCE": "2012-10-17"}


def test_a_state_machine_takes_its_definition_into_the_template(tmp_path: Path) -> None:
    package = Package(project(tmp_path), "bucket")

    machine = json.loads(package.text)["Resources"]["Machine"]["Properties"]

    assert machine == {"Definition": {"StartAt": "One"}}
