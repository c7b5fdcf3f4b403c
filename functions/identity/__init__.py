"""Who may do what, and the switches of the committees.

Owns accounts (a token's subject, the member it is bound to, its grants of roles) and the policy switches of each
committee. Publishes `RoleGranted`, `RoleRevoked`, `PolicyChanged`. Listens to `AccountBound`. A root's first two
administrators come from an operator (`on_founding`).
"""
