"""What the use cases of the tree can be refused for."""

from collections.abc import Sequence

from kernel.errors import DomainError, Invalid


def refuse(flaws: Sequence[tuple[str, str]]) -> None:
    """Raises `Invalid` if there is any flaw: pairs of field and code."""
    if flaws:
        raise Invalid(fields=[{"field": field, "code": code} for field, code in flaws])


class AboveCounty(DomainError):
    """A county moves as a whole; a city, which is many counties, does not."""

    status, code = 409, "above_county"
    zh, en = "省、市级组织的隶属关系不能调整。", "A province or a city stays where it stands."


class DayToCome(DomainError):
    status, code = 422, "effective_in_future"
    zh, en = (
        "生效日期晚于今天。请在变动生效后再登记。",
        "The day of effect is yet to come. Please record the change once it has taken effect.",
    )


class TooEarly(DomainError):
    """`earliest`: the first day that can be stated."""

    status, code = 422, "effective_too_early"
    zh, en = (
        "生效日期早于此前已登记的变动。请按生效先后登记，或填写不早于所示日期的日期。",
        "The day of effect lies before a change that is recorded already. Please state the day shown, or a later one.",
    )


class Closed(DomainError):
    status, code, repeatable = 409, "organisation_closed", True
    zh, en = "该组织已撤销或合并，只能查看。", "The organisation is closed; it can only be read."


class OtherCounty(DomainError):
    """The members, points and rosters of an organisation belong to its county and would not follow it."""

    status, code = 422, "other_county"
    zh, en = (
        "不能跨县（市、区）调整或合并组织。请在新的县新建组织，再将党员逐一转入。",
        "An organisation stays in its county. Please found one in the other county, and transfer the members there.",
    )


class MoveUnderWay(DomainError):
    status, code, repeatable = 409, "move_under_way", True
    zh, en = (
        "该组织或其上下级正在调整隶属关系，请几分钟后再试。",
        "The organisation, or one above or below it, is being moved. Please try again in a few minutes.",
    )


class HasChildren(DomainError):
    status, code = 409, "has_children"
    zh, en = (
        "该组织仍有下级组织，请先调整或撤销下级组织。",
        "Organisations stand below it. Please move or close them first.",
    )


class HasMembers(DomainError):
    """`members`: how many are on the roll."""

    status, code = 409, "has_members"
    zh, en = "该组织仍有党员，请先转出党员或合并组织。", "It still has members. Please move them first, or merge it."


class TooManyCentres(DomainError):
    status, code = 409, "too_many_centres"
    zh, en = "一个组织最多登记20个服务中心。", "An organisation has at most 20 service centres."
