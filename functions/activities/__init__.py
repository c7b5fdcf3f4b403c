"""Organisational life: what a branch plans, who came, what was shown and said, and what the committees make of it.

Owns templates, years, groups, plans, answers, sign-ins, roll calls, photos, minutes, ballots, appraisals and reviews.
Publishes `ActivityTemplateExtended`, `YearPlanSet`, `PartyGroupSet`, `ActivityPlanned`, `ActivityChanged`,
`ActivityCancelled`, `ActivityReplied`, `SignedIn`, `AttendanceCalled`, `PresenceConfirmed`, `GuestsCounted`,
`DeviceRegistered`, `DeviceRemoved`, `PhotoAnnounced`, `PhotoAccepted`, `PhotoRefused`,
`MinutesWritten`, `MinutesSigned`, `MinutesSealed`, `BallotOpened`, `VoteCast`, `BallotClosed`, `BallotCounted`,
`AppraisalOpened`, `OpinionGiven`, `GradesProposed`, `AppraisalReturned`, `AppraisalApproved`,
`ActivitySubmitted`, `ActivityReturned`, `ActivityReviewed`,
`AttendanceConfirmed`, `ActivityWithdrawn`, `AttendanceWithdrawn`, `TasksAssigned`, `TaskDone`,
`RecordRulesSet`; of volunteer service
`ServiceOffered`, `ServiceCalledOff`, `ServiceSlipsDrawn`, `ServiceBooked`, `ServiceBookingCancelled`,
`ServiceHoursEntered`, `ServiceConfirmed`, `ServiceDisputed` and `ServiceWithdrawn`; of talks
`TalkCommitteeSet`, `TalkRecorded` and `TalkWithdrawn`; of assistance `AssistancePromised`, `AssistanceTakenBack`,
`AssistanceSlipDrawn`, `AssistanceDelivered`, `AssistanceConfirmed` and `AssistanceDisputed`. Listens to
`MembersEnrolled`, `MembersChanged`, `MembersMoved`, `MembersLeft` and `MemberErased` (the roll of each branch), to
`AttachmentChanged`, `FloatingRegistered` and `FloatingEnded` (who takes part beside home), to `PolicyChanged`,
`OrganisationMoved`, `OrganisationsMerged` and `OrganisationDissolved`, to `BranchBurdened` and its own `TasksAssigned`
(what was asked of branches), and to uploads in the photo bucket.
"""
