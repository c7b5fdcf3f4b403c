"""A bundle as people read it: the year's duties and totals, then each record."""

from collections.abc import Iterator

from functions.activities.activity_types import TYPES
from functions.activities.bundles import minutes as bundle_minutes
from functions.activities.bundles.models import BundledRecord, InspectionBundle
from functions.activities.bundles.typesetting import Document
from functions.activities.ledger.models import AttendanceNumbers, LedgerTotals
from kernel.clock import SHANGHAI

STATES = {
    "PLANNED": "已计划",
    "CANCELLED": "已取消",
    "SUBMITTED": "待初审",
    "COUNTY_REVIEW": "待县级审核",
    "APPROVED": "审核通过",
    "RETURNED": "已退回",
    "WITHDRAWN": "已撤销",
}
PROGRESS = {
    "APPROVED": "已完成（审核通过）",
    "HELD": "已开展",
    "PLANNED": "已计划",
    "INTENDED": "年度计划内",
    "MISSING": "缺",
    "MISSED": "未完成",
}
STAGES = {"first": "初审", "final": "终审"}
DECISIONS = {"approve": "通过", "return": "退回", "withdraw": "撤销"}
LEAVES = {"LEAVE_SICK": "病假", "LEAVE_PERSONAL": "事假", "LEAVE_OFFICIAL": "公假"}
NOTE = (
    "本件由系统按记录生成，人员以编号表示。同一压缩包内 bundle.json 为机器可读件，receipts.jsonl 为每条记录的存证回执，"
    "可用 scripts/verify bundle 离线核验。方括号〔U+…〕为字库中没有的字，原字见机器可读件。"
)


def typeset(found: InspectionBundle) -> bytes:
    at = found.asked_at.astimezone(SHANGHAI)
    paper = Document(f"{found.branch_name} · {found.year}年组织生活检查材料", at)
    paper.heading(f"{found.branch_name}\n{found.year}年组织生活检查材料", 16)
    paper.paragraph(f"申请时间 {at:%Y-%m-%d %H:%M}（北京时间） · 组织编号 {found.branch_id}")
    paper.paragraph(NOTE)
    paper.heading("一、汇总", 12)
    paper.grid(_totals(found.totals), (1, 2))
    if found.duties:
        paper.heading("二、应开展的组织生活", 12)
        paper.grid(_duties(found), (3, 2, 1, 1, 1, 3))
    paper.heading("三、记录", 12)
    for number, record in enumerate(found.records, 1):
        _typeset_record(paper, number, record)
    return paper.bytes()


def _totals(totals: LedgerTotals) -> Iterator[tuple[str, str]]:
    yield "活动", "；".join(f"{STATES[state]} {count}" for state, count in totals.by_state.items()) or "无"
    yield "类型", "；".join(f"{TYPES[kind].zh} {count}" for kind, count in totals.by_type.items()) or "无"
    yield "出勤", _attendance(totals.numbers)
    yield "照片", str(totals.photos)
    yield "补录", str(totals.entered_late)


def _duties(found: InspectionBundle) -> Iterator[tuple[str, ...]]:
    yield "类型", "期间", "应", "已", "审", "进度"
    for line in found.duties:
        counts = (str(line.required), str(line.held), str(line.approved))
        yield TYPES[line.type].zh, line.period, *counts, PROGRESS[line.progress]


def _attendance(numbers: AttendanceNumbers) -> str:
    leave = "".join(f"，{LEAVES[kind]} {count}" for kind, count in numbers.leave.items())
    share = "" if numbers.percent is None else f"（{numbers.percent}%）"
    return (
        f"应到 {numbers.expected}，实到 {numbers.attended}{share}{leave}，无故缺席 {numbers.absent}，"
        f"免予参加 {numbers.exempt}，列席 {numbers.observers}，未登记 {numbers.unrecorded}"
    )


def _typeset_record(paper: Document, number: int, record: BundledRecord) -> None:
    line = record.line
    paper.heading(f"{number}. {line.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} {line.title}", 11)
    paper.grid(_facts(record), (1, 4))
    if record.minutes:
        for text in bundle_minutes.paragraphs(record.minutes):
            paper.paragraph(text)


def _facts(record: BundledRecord) -> Iterator[tuple[str, str]]:
    line = record.line
    yield "类型 · 状态", f"{TYPES[line.type].zh} · {STATES[line.state]}"
    yield "编号", line.activity_id
    yield "地点", line.place or line.link or ""
    yield "主持 · 记录", f"{line.host or '未填'} · {line.recorder or '未填'}"
    yield "出勤", _attendance(line.numbers) if line.numbers else "未提交"
    if record.agenda:
        yield "议程", "；".join(record.agenda)
    if line.lag_days is not None:
        yield "补录", f"活动开始后 {line.lag_days} 天录入"
    for review in record.reviews:
        at = review.at.astimezone(SHANGHAI)
        told = f"第{review.round}次 {DECISIONS[review.decision]} {at:%Y-%m-%d %H:%M} {review.reason or ''}"
        yield STAGES[review.stage], told
    for photo in record.photos:
        yield "照片 SHA-256", photo.sha256
    yield "存证", f"{len(record.entries)} 条；考勤更正 {line.corrections} 次；会议记录 {line.minutes_versions} 版"
