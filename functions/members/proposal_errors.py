"""What can be told to somebody who proposes or decides a change."""

from kernel.errors import WrongState


class ProposalRequired(WrongState):
    code = "proposal_required"
    zh, en = "上级要求党员信息变更先提交审核。", "The level above wants changes of dossiers to be proposed first."


class ProposalDecidedAlready(WrongState):
    code = "proposal_decided"
    zh, en = "该变更已处理。", "This proposal has been decided already."


class ProposalStale(WrongState):
    """`changed` names the facts that were changed since it was made."""

    code = "proposal_stale"
    zh, en = "提交后档案已有变动，请退回重新提交。", "The dossier was changed since. Please return the proposal."
