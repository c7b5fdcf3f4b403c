"""Who belongs to the Party, and where.

Owns the dossiers (plain facts, and two sealed blobs), the uniqueness of ID numbers, the binding of a signed-in person
to a member, and the account of who looked at a member's data. Publishes `MembersEnrolled`, `MembersChanged`,
`AccountBound`, `BindingRefused` and `MemberRevealed`. Listens to the queue of member rows that `rosters` sends.
"""
