"""Who may do what, and the switches of the committees.

Owns accounts (a token's subject, the member it is bound to, its grants of roles) and the policy switches of each
committee. Publishes `RoleGranted`, `RoleRevoked`, `PolicyChanged`. Listens to `AccountBound`, to `MembersMoved`,
`MembersLeft` and `MemberErased` (accounts follow their members), to `OrganisationsMerged` and `OrganisationDissolved`
(roles end with their organisation). A root's first two administrators come from an operator (`on_founding`).
"""
