"""The account, with what the functions of the record are told of it."""

import os
from typing import Any, cast

import pytest

from functions.journal import archive
from functions.journal.settings import BusSettings, RelaySettings, SealSettings
from kernel.authority import Role
from kernel.ids import new_id
from kernel.seals import SealBucket
from kernel.settings import Settings
from tests.builders import Tree
from tests.builders import account as as_account
from tests.cloud import bucket_name


@pytest.fixture(autouse=True)
def told(account: None) -> None:
    os.environ["SEAL_BUCKET"] = bucket_name("SealBucket")
    archive.public_key.cache_clear()
    for settings in (BusSettings, RelaySettings, SealSettings, SealBucket, Settings):
        cast("Any", settings.load).__func__.cache_clear()


@pytest.fixture
def tree(told: None) -> Tree:
    made = Tree()
    as_account("auditor", (Role.AUDITOR, made.county))
    as_account("secretary", (Role.SECRETARY, made.branch))
    as_account("neighbour", (Role.SECRETARY, made.far_branch))
    as_account("reviewer", (Role.REVIEWER, made.township))
    as_account("member", member_id=new_id(), branch=made.branch)
    as_account("nobody")
    return made
