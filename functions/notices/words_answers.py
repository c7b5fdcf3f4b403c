"""What notices say once an answer is there: of records and proposals, appraisals and stars, bundles and erasures; and
of service that is called off."""

from functions.notices.words_shape import ONCE, Form, Line, Reader, Told, Words, told_once

_DECIDED = Words("上级党组织已作出决定。", "The organisation above has decided.")
_CORRECTIONS = {"corrections": "/v1/me/corrections"}
_PROPOSAL = {"proposal": "/v1/proposals/{proposalId}"}
_APPRAISAL = {"appraisal": "/v1/activities/appraisals/{organisationId}/{year}"}

_AWARD_FACTS = {"awardId": Form.ID}
_AWARD = {"award": "/v1/points/awards/{awardId}?branchId={organisationId}"}
_HOURS_FACTS = {"serviceId": Form.ID, "branchId": Form.ID, "memberId": Form.ID}
_HOURS = {
    "service": "/v1/activities/services/{serviceId}",
    "hours": "/v1/activities/service-hours?branchId={branchId}&memberId={memberId}",
}
_ERASURE_FACTS = {"memberId": Form.ID}
_ERASURE = {"erasure": "/v1/members/{memberId}/erasure"}
_ERASURE_ASKED = Words("您提出了删除个人信息的申请。", "You asked for the erasure.")
_HELPED = Words("志愿服务时长须由受助方确认。", "Hours of service count once who was helped confirms them.")


def _member(zh: str, en: str, facts: dict[str, Form], why: Words, links: dict[str, str]) -> Told:
    return told_once(Reader.MEMBER, Line(facts, Words(zh, en)), why, links)


def _branch(zh: str, en: str, facts: dict[str, Form], links: dict[str, str], why: Words = _DECIDED) -> Told:
    return told_once(Reader.SECRETARY, Line(facts, Words(zh, en)), why, links)


_ASKED = Words("您请求更正的本人信息已有答复。", "What you asked to be put right in your dossier was answered.")
_ABOUT_APPRAISAL = Words(
    "民主评议党员结果经上级党组织审核后反馈本人。",
    "The result of the appraisal is told to those whom it is about, once the organisation above has approved it.",
)

ANSWERS: dict[str, Told] = {
    "RECORD_RETURNED": _branch(
        "一份组织生活记录被退回，请修改后重新提交。",
        "A record of an activity came back; please correct it and hand it in again.",
        {"activityId": Form.ID},
        {"activity": "/v1/activities/{activityId}"},
    ),
    "PROPOSAL_ACCEPTED": _branch(
        "本支部提出的一项党员信息变更已获批准。",
        "A change of a dossier that your branch proposed was accepted.",
        {"proposalId": Form.ID},
        _PROPOSAL,
    ),
    "PROPOSAL_RETURNED": _branch(
        "本支部提出的一项党员信息变更被退回。",
        "A change of a dossier that your branch proposed came back.",
        {"proposalId": Form.ID},
        _PROPOSAL,
    ),
    "CORRECTION_ACCEPTED": _member(
        "您请求更正的信息已更正。",
        "What you asked for was put right in your dossier.",
        {"requestId": Form.ID},
        _ASKED,
        _CORRECTIONS,
    ),
    "CORRECTION_REFUSED": _member(
        "您请求更正的信息未予更正，理由请查看答复。",
        "What you asked for was not put right; the reason stands with the answer.",
        {"requestId": Form.ID},
        _ASKED,
        _CORRECTIONS,
    ),
    "APPRAISAL_APPROVED": _member(
        "{year}民主评议党员结果已审定，请查看。",
        "The appraisal of {year} is approved; you can look up what was found.",
        {"year": Form.PERIOD},
        _ABOUT_APPRAISAL,
        _APPRAISAL,
    ),
    "APPRAISAL_RETURNED": _branch(
        "{year}民主评议党员等次建议被退回，请重新研究。",
        "The grades that your branch proposed for {year} came back; please look at them again.",
        {"year": Form.PERIOD},
        _APPRAISAL,
    ),
    "STARS_RATED": _branch(
        "本支部{year}被评定为{stars}星。",
        "Your branch was given {stars} stars for {year}.",
        {"year": Form.PERIOD, "stars": Form.COUNT},
        {"stars": "/v1/activities/stars?branchId={organisationId}&year={year}"},
        Words("县级党组织每年对支部评定星级。", "The county rates its branches by stars every year."),
    ),
    "AWARD_CONFIRMED": Told(
        {
            Reader.MEMBER: Line(_AWARD_FACTS, Words("您获得一项积分奖励。", "You were awarded points.")),
            Reader.SECRETARY: Line(_AWARD_FACTS, Words("本支部获得一项积分奖励。", "Your branch was awarded points.")),
        },
        _DECIDED,
        ONCE,
        _AWARD,
    ),
    "AWARD_REFUSED": _branch(
        "本支部提出的一项积分奖励未获批准。",
        "An award of points that was proposed in your branch was refused.",
        _AWARD_FACTS,
        _AWARD,
    ),
    "BUNDLE_READY": _member(
        "您申请导出的{year}检查材料已生成，七日内可下载。",
        "The inspection bundle of {year} that you asked for is ready; it can be fetched for seven days.",
        {"bundleId": Form.ID, "year": Form.PERIOD},
        Words("检查材料由您申请导出。", "You asked for a year of a branch to be put together."),
        {"bundle": "/v1/activities/bundles/{bundleId}"},
    ),
    "ERASURE_DONE": _member(
        "您申请删除的党员个人信息已删除。",
        "The data of a member that you asked to be erased is erased.",
        _ERASURE_FACTS,
        _ERASURE_ASKED,
        _ERASURE,
    ),
    "ERASURE_WITHDRAWN": _member(
        "您提出的删除党员个人信息的申请已被撤回。",
        "Your request to erase the data of a member was taken back.",
        _ERASURE_FACTS,
        _ERASURE_ASKED,
        _ERASURE,
    ),
    "SERVICE_HOURS_DISPUTED": _member(
        "您的一次志愿服务时长未获受助方确认，不予计入。",
        "Who was helped did not confirm hours of your volunteer service; they do not count.",
        _HOURS_FACTS,
        _HELPED,
        _HOURS,
    ),
    "SERVICE_HOURS_WITHDRAWN": _member(
        "您的一次志愿服务时长的确认已被撤销，不再计入。",
        "The confirmation of hours of your volunteer service was taken back; they count no more.",
        _HOURS_FACTS,
        _HELPED,
        _HOURS,
    ),
    "ASSISTANCE_DISPUTED": _branch(
        "受助方表示一项帮扶未收到，请核实。",
        "Who was to be helped says that assistance did not arrive; please look into it.",
        {"assistanceId": Form.ID},
        {"assistance": "/v1/activities/assistance/{assistanceId}"},
        Words("帮扶须由受助方确认。", "Assistance counts once who was helped confirms it."),
    ),
    "SERVICE_CALLED_OFF": _member(
        "您报名的{startsAt}志愿服务已取消。",
        "The volunteer service of {startsAt} in which you had a place was called off.",
        {"serviceId": Form.ID, "startsAt": Form.MOMENT},
        Words("您已报名参加该志愿服务。", "You had booked a place in it."),
        {"service": "/v1/activities/services/{serviceId}"},
    ),
}
