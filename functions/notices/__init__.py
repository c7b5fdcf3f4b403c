"""Telling people in time: inboxes, deadlines, ladders of reminders.

Owns the deadlines (rows under their due day, `design.md` 5 "Deadlines, not scans"), what they rest on (a watch per
branch for its monthly life, the days on which members were last seen), and the inboxes. Publishes `NoticeSent`,
`NoticeRead`, `ReminderRunStarted`. Listens to `OrganisationsFounded`, `OrganisationsMerged`, `OrganisationDissolved`,
`TermSet`, `ActivitySubmitted`, `MembersEnrolled`, `MembersMoved`, `MembersLeft`, `MemberErased`, `AttendanceConfirmed`,
and to its own `ReminderRunStarted`, by which the schedule and the route start the same run.
"""
