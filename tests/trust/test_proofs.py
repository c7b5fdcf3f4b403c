"""The proofs beside the tests see what they are made to see."""

import ast
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from scripts.proofs.__main__ import FIGURES, meaning, untried
from scripts.proofs.checkov import accepted
from scripts.proofs.equivalents import EQUIVALENT
from scripts.proofs.forking import Question, answers
from scripts.proofs.fuzz_api import with_examples
from scripts.proofs.hunting import file_of
from scripts.proofs.mutants import AREAS, Found, cases, figures, parsed
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
    assert {(mutant.line, mutant.function) for mutant in made} == {(line, ("may", 6)) for line in (9, 10, 11)}
    assert "may: if age < 18: -> if age <= 18:" in {mutant.name for mutant in made}
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


@pytest.mark.filterwarnings("ignore:This process.*fork:DeprecationWarning")
def test_a_question_that_never_ends_is_answered_with_no_and_one_that_fails_is_no_answer() -> None:
    def forever() -> bool:
        while True:
            pass

    assert answers([Question(act, 1) for act in (lambda: True, lambda: False, forever)], 2) == [True, False, False]
    with pytest.raises(RuntimeError, match="could not be asked"):
        answers([Question(lambda: bool(1 // 0), 1)], 1)


def test_an_area_holds_from_its_goal_on_and_only_with_honest_exceptions() -> None:
    case = cases(AREAS["authority"])[0]
    found = [Found(20, [case], 0, []), Found(19, [case], 0, []), Found(20, [], 1, ["no mutant of x"])]

    assert [one.holds for one in found] == [True, False, False]
    assert figures({"a": found[0], "b": found[1]}) == {
        "a_mutants": 20,
        "a_killed": 19,
        "a_equivalent": 0,
        "b_mutants": 19,
        "b_killed": 18,
        "b_equivalent": 0,
        "areas_below_goal": 1,
        "mutants_killed_share": 0.949,
    }


def test_without_a_name_every_area_is_tried_and_an_unknown_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed([]).areas == []
    assert parsed(["vault", "--every", "10"]).areas == ["vault"]

    with pytest.raises(SystemExit):
        parsed(["points", "everything"])
    assert "no such area: everything" in capsys.readouterr().err


def test_every_exception_is_of_a_module_that_is_changed() -> None:
    assert {module for module, _ in EQUIVALENT} <= {module for area in AREAS.values() for module in area.modules}


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


def test_a_proof_that_told_no_figure_did_not_run() -> None:
    figures = Counter(dict.fromkeys(FIGURES, 1))
    assert untried(figures) == []

    figures["tamperings"] = 0

    assert untried(figures) == ["tamperings"]


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
