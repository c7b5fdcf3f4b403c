"""What granting, switching and founding can be refused for."""

from kernel.errors import DomainError, Forbidden, NotFound


class OwnGrant(Forbidden):
    """Nobody changes their own roles, in either direction."""

    code = "own_grant"
    zh, en = "不能为自己授予或撤销角色。", "You cannot change your own roles."


class NoSuchGrant(NotFound):
    """The role is not held there, perhaps because this very request took it before; it looks like any missing thing."""

    repeatable = True


class ExclusiveRole(DomainError):
    """System, security and auditor: who holds one of the three holds no other role (`design.md` 5)."""

    status, code = 409, "exclusive_role"
    zh, en = (
        "系统、安全、审计三类管理员不得互相兼任，也不得兼任其他角色。",
        "Whoever is system, security or auditor cannot hold any other role.",
    )


class TooManyGrants(DomainError):
    status, code = 409, "too_many_grants"
    zh, en = "此账号的角色数量已达上限。", "This account holds as many roles as it may."


class FoundedOtherwise(DomainError):
    """The root has its first two grants already, and they went to other people."""

    status, code = 409, "founded_otherwise"
    zh, en = "该根组织已由他人初始化。", "This root was founded with other people."
