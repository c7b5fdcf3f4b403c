"""Organisational life: what a branch plans, who came, what was shown and said, and what the committees make of it.

Owns plans, sign-ins, roll calls, photos, minutes and reviews. Publishes `ActivityPlanned`, `ActivityChanged`,
`ActivityCancelled`, `SignedIn`, `AttendanceCalled`, `PhotoAnnounced`, `PhotoAccepted`, `PhotoRefused`,
`MinutesWritten`, `ActivitySubmitted`, `ActivityReturned`, `ActivityReviewed`, `AttendanceConfirmed`. Listens to
`MembersEnrolled`, `MembersChanged`, `MembersMoved`, `MembersLeft` and `MemberErased` (the roll of each branch), to
`OrganisationMoved`, `OrganisationsMerged` and `OrganisationDissolved`, and to uploads in the photo bucket.
"""
