"""The minutes in a bundle as people read them: what was reported, said, found, decided and signed (`domain.md` 4.3)."""

from collections.abc import Iterator

from functions.activities.minutes.models import MinutesOut
from functions.activities.vote_rules import Result
from kernel.clock import SHANGHAI

RESULTS = {
    Result.PASSED: "通过",
    Result.NOT_PASSED: "未通过",
    Result.NO_QUORUM: "到会人数不足",
    Result.NOT_COUNTED: "未记票数",
    Result.COUNTED: "已计票",
}
SIGNERS = {"host": "主持人", "recorder": "记录人"}


def paragraphs(text: MinutesOut) -> Iterator[str]:
    """Whoever spoke is named by the id; observers and activists as they were written down."""
    yield f"会议记录：{text.summary}"
    yield from _who_else(text)
    yield from (f"汇报{number}：{one}" for number, one in enumerate(text.reports, 1))
    if text.discussion:
        yield f"讨论：{text.discussion}"
    yield from (f"发言（{one.member_id}）：{one.gist}" for one in text.speeches)
    yield from _decided(text)
    for number, found in enumerate(text.problems, 1):
        yield f"问题{number}：{found.text} 整改措施：{found.measures}（{found.owner}，{found.due_on}前）"
    if text.burden_reason:
        yield f"超出支部负担上限的理由：{text.burden_reason}"
    yield f"文本摘要（SHA-256）：{text.digest}"
    for one in text.signatures:
        yield f"{SIGNERS[one.role]}签名：{one.member_id}，{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _who_else(text: MinutesOut) -> Iterator[str]:
    for title, names in (("列席", text.observers), ("入党积极分子", text.activists), ("发言人", text.speakers)):
        if names:
            yield f"{title}：{'、'.join(names)}"


def _decided(text: MinutesOut) -> Iterator[str]:
    for number, (one, vote) in enumerate(zip(text.resolutions, text.votes, strict=True), 1):
        yield f"决议{number}：{one.text}"
        counted = "；".join(f"{found.zh} {found.value}" for found in vote.numbers)
        yield f"表决{number}：{RESULTS[vote.result]}" + (f"（{counted}）" if counted else "")
