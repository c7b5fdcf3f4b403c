"""The tree: committees, general branches, branches; what each of them is and was, who leads it and where it is.

Owns the organisations (`kernel.directory` is the contract by which all read them), the index of a county's tree, the
posts, terms, positions and service centres. Publishes `OrganisationsFounded`, `OrganisationsChanged`,
`OrganisationMoved`, `OrganisationsMerged`, `OrganisationDissolved`, `LeadershipChanged`, `TermSet`. Listens to
`MembersEnrolled`, `MembersChanged`, `MembersMoved`, `MembersLeft`, `MemberErased` for the roll of each branch, and to
its own `OrganisationMoved` to rewrite the copied paths. Takes the rows of organisation rosters from `rosters` and
answers with their outcomes.
"""
