"""The proofs beside the tests see what they are made to see."""

import ast
import xml.etree.ElementTree as ET

import pytest

from scripts.proofs.__main__ import meaning
from scripts.proofs.checkov import accepted
from scripts.proofs.fuzz_api import with_examples
from scripts.proofs.mutants import AREAS, file_of
from scripts.proofs.mutating import mutants
from tests.template_reader import ROOT

SOURCE = '''"""A module."""

__all__ = ["may"]


def may(age: int, name: str = "") -> bool:
    """Whether somebody may."""
    log("asked", age=age)
    if age < 18:
        raise ValueError("too young")
    return any(letter == "a" and age > 1 for letter in name if letter)
'''
"""Text that no test runs."""


def test_each_mutant_is_another_module_and_none_touches_what_is_only_said() -> None:
    made = list(mutants(SOURCE))

    texts = {ast.unparse(mutant.tree) for mutant in made}
    assert len(texts) == len(made)
    assert ast.unparse(ast.parse(SOURCE)) not in texts
    assert {mutant.line for mutant in made} <= {0, 9, 10, 11}
    assert {mutant.what for mutant in made} == {
        "the comparison turned",
        "the condition inverted",
        "one more",
        "no refusal",
        "another text",
        "nothing returned",
        "the other of a pair",
        "and for or",
        "no filter",
    }


@pytest.mark.parametrize("area", AREAS)
def test_every_area_names_modules_and_tests_that_exist(area: str) -> None:
    assert [name for name in AREAS[area].modules if not file_of(name).is_file()] == []
    assert [path for path in AREAS[area].tests if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("file", "said", "kind"),
    [
        ("tests.trust.test_canaries", "assert ['GET'] == []", "leaks"),
        ("tests.trust.test_tampering", "assert (0, '') == (1, '')", "tamperings_missed"),
        ("tests.trust.test_matrix", "personal data got out: a token in a log line", "personal_data_hits"),
        ("tests.trust.test_appends_at_once", "01X stands 2 times", "doubled"),
        ("tests.trust.test_appends_at_once", "was acknowledged and lost", "lost"),
        ("tests.template.test_gates", "PointsApi may kms:Sign with SealKey", "template_findings"),
        ("tests.docs.test_packages", "whatever", "other_failures"),
    ],
)
def test_a_failure_is_counted_by_what_it_means(file: str, said: str, kind: str) -> None:
    case = ET.Element("testcase", classname=file)
    ET.SubElement(case, "failure", message=said)

    assert meaning(case) == kind


def test_only_what_stands_among_the_reasons_is_accepted() -> None:
    assert accepted(("CKV_AWS_33", "StoreKey"))
    assert not accepted(("CKV_AWS_33", "P3Key"))
    assert not accepted(("CKV_AWS_1", "StoreKey"))


def test_parameters_get_ids_that_exist() -> None:
    asked = {"paths": {"/v1/x/{memberId}": {"get": {"parameters": [{"name": "memberId"}, {"name": "other"}]}}}}

    made = with_examples(asked, {"memberId": "01M"})

    assert made["paths"]["/v1/x/{memberId}"]["get"]["parameters"] == [
        {"name": "memberId", "example": "01M"},
        {"name": "other"},
    ]
