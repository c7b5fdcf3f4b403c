"""What founding and listing can be refused for."""

from kernel.errors import DomainError


class AboveCounty(DomainError):
    """A whole subtree is kept in order county by county: above the county only the next ones down are listed."""

    status, code = 409, "above_county"
    zh, en = "县级以上组织只能逐级查看下级。", "Above the county, only the next level down can be listed."
