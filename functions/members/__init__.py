"""Who belongs to the Party, and where.

Owns the dossiers (plain facts, and two sealed blobs) with their whole past, the uniqueness of ID numbers, homes and
parts beside them, proposed changes, the binding of a signed-in person to a member, and the account of who looked at a
member's data. Publishes `MembersEnrolled`, `MembersChanged`, `MembersMoved`, `MembersLeft`, `AttachmentChanged`,
`ProposalMade`, `ProposalDecided`, `AccountBound`, `BindingRefused` and `MemberRevealed`. Listens to the queue of member
rows that `rosters` sends, to `OrganisationsMerged` and to `PolicyChanged`.

Owns, too, what is kept beside a dossier: absences and certificates, cases of members whom nobody can reach, requests
for correction, and what is left of the erased. Publishes `FloatingRegistered`, `FloatingContacted`, `FloatingEnded`,
`CertificateKept`, `LostContactOpened`, `LostContactPursued`, `LostContactClosed`, `MemberDataExported`,
`CorrectionRequested`, `CorrectionAnswered`, `ErasureRequested`, `ErasureWithdrawn` and `MemberErased`; all of it
follows its own `MembersChanged`, `MembersMoved`, `MembersLeft` and `MemberErased`.

Owns the ways to find somebody: the lines of the search, kept searches, likely duplicates and their mergers, and what an
external verifier said. Publishes `IdentityChecked`, `DuplicateFound`, `DuplicateDecided`, `MembersMerged`,
`MergerUndone`, `MembersLookedUp`, `SegmentSaved` and `SegmentDeleted`; all of it follows its own events of members.
To `AudienceAsked` it answers with `AudienceNamed`: whom a kept search finds for a dispatch of `notices`.
"""
