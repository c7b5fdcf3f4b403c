"""Organisational life: what a branch plans, who came, what was shown and said, and what the committees make of it.

Owns templates, years, groups, plans, answers, sign-ins, roll calls, photos, minutes and reviews. Publishes
`ActivityTemplateExtended`, `YearPlanSet`, `PartyGroupSet`, `ActivityPlanned`, `ActivityChanged`, `ActivityCancelled`,
`ActivityReplied`, `SignedIn`, `AttendanceCalled`, `PresenceConfirmed`, `GuestsCounted`,
`DeviceRegistered`, `DeviceRemoved`, `PhotoAnnounced`, `PhotoAccepted`, `PhotoRefused`,
`MinutesWritten`, `MinutesSigned`, `MinutesSealed`, `ActivitySubmitted`, `ActivityReturned`, `ActivityReviewed`,
`AttendanceConfirmed`, `ActivityWithdrawn`, `AttendanceWithdrawn`, `TaskDone`, `RecordRulesSet`. Listens to
`MembersEnrolled`, `MembersChanged`, `MembersMoved`, `MembersLeft` and `MemberErased` (the roll of each branch), to
`AttachmentChanged`, `FloatingRegistered` and `FloatingEnded` (who takes part beside home), to `PolicyChanged`,
`OrganisationMoved`, `OrganisationsMerged` and `OrganisationDissolved`, and to uploads in the photo bucket.
"""
