"""The buckets' real names, where the template's references give logical ones."""

import os

import pytest

from tests.cloud import bucket_name
from tests.template_reader import environment, resources


@pytest.fixture(autouse=True, scope="session")
def named_buckets() -> None:
    logical = resources("AWS::S3::Bucket")
    os.environ.update({name: bucket_name(value) for name, value in environment().items() if value in logical})
