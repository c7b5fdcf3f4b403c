"""The codes of `domain.md` 12 whose facts do not exist yet; their words do (`words`). Pure."""

WAITING: dict[str, tuple[str, ...]] = {
    "DUES_DUE": ("DuesBilled", "DuesPaid"),
    "DUES_ARREARS_3": ("DuesInArrears", "DuesPaid"),
    "DUES_SELF_EXIT_RISK": ("DuesInArrears", "DuesPaid"),
    "DUES_MAKEUP_LIMIT": ("DuesInArrears", "DuesPaid"),
    "ACTIVIST_REVIEW_DUE": ("StepCompleted",),
    "TALK_DUE_30D": ("StepCompleted",),
    "CANDIDATE_ELIGIBLE": ("StepCompleted",),
    "APPROVAL_CLOCK": ("StepCompleted", "MemberAdmitted"),
    "PROBATION_EXPIRY": ("MemberAdmitted", "StepCompleted"),
    "POSTING_ENDED": ("PostingOpened", "PostingEnded"),
    "TRANSFER_LETTER": ("TransferStarted", "TransferCompleted"),
    "TRANSFER_NO_RECEIPT": ("TransferStarted", "TransferCompleted"),
    "POCKET_MEMBER": ("TransferStarted", "TransferCompleted"),
    "LEARNING_HOURS": ("LessonCompleted",),
    "WISH_CONTACT_7D": ("WishClaimed", "WishFulfilled"),
    "SUGGESTION_DEADLINE": ("SuggestionMade", "SuggestionAnswered"),
    "VILLAGE_DISCLOSURE_DUE": ("DisclosurePublished",),
}
"""Codes whose facts do not exist yet → the events that they wait for."""
