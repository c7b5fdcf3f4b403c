"""The committee above excuses a line of a branch's checklist, or says that it does not apply; and takes that back."""

from functools import partial

from functions.ranking import checking_off, checklist_lines
from functions.ranking.checklist_models import RuleOnLine, TaskLine
from functions.ranking.checklist_rules import KINDS, Line, Sign, find
from functions.ranking.checklist_tables import Checklist, Ruling
from functions.ranking.errors import LineDone, NoChecklist
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, stamp
from kernel.directory import Organisation
from kernel.errors import NotFound, WrongState
from kernel.events import TaskLineRuled
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying


def rule(caller: Asking, branch_id: str, line_id: str, body: RuleOnLine) -> TaskLine:
    """Raises `NoChecklist`, `NotFound` for a line that the branch does not have this year, `LineDone`, `WrongState`
    where there is nothing to take back."""
    return retrying(partial(_rule, caller, caller.act(), branch_id, line_id, body))


def _rule(caller: Asking, act: Act, branch_id: str, line_id: str, body: RuleOnLine) -> TaskLine:
    where = directory.organisation(branch_id)
    caller.may("ranking.tasks.rule", Target(path=where.path.removesuffix(f"{where.id}/")))
    line = _demand_line(where, line_id)
    checklist, signs = checking_off.load(where.county_id, where.id, line.first.year)
    today = business_day(act.at)
    if not signs.owing.owes(line, checklist_lines.last_day(where, today.replace(month=12, day=31))):
        raise NotFound
    _demand_open(checklist, line, body)
    checklist.rulings[line.id] = list(Ruling(body.decision, body.reason, stamp(act.at)))
    work = UnitOfWork(act, chain=where.id, action="ranking.rule_on_line", subject=where.id)
    checking_off.put(work, checklist, signs, line)
    work.record(_ruled(where, line, body))
    reply = checklist_lines.out(checklist, signs, line, checklist_lines.last_day(where, today))
    work.commit(reply)
    return reply


def _demand_line(where: Organisation, line_id: str) -> Line:
    if where.kind not in KINDS:
        raise NoChecklist
    line = find(line_id)
    if line is None:
        raise NotFound
    return line


def _demand_open(checklist: Checklist, line: Line, body: RuleOnLine) -> None:
    ruling = checklist.ruling(line)
    if body.decision is None and (ruling is None or ruling.decision is None):
        raise WrongState
    if body.decision and checklist.sign(line) is Sign.IN_TIME:
        raise LineDone


def _ruled(where: Organisation, line: Line, body: RuleOnLine) -> TaskLineRuled:
    return TaskLineRuled(
        branch_id=where.id,
        county_id=where.county_id,
        path=where.path,
        type=line.type,
        period=line.period,
        decision=body.decision,
    )
