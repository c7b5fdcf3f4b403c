"""What asking for ranks and starting runs can be refused for."""

from kernel.errors import DomainError, NotFound, WrongState


class NotRanked(NotFound):
    """No run has ranked this organisation yet."""

    code = "not_ranked"
    zh, en = "该组织尚无排名。", "This organisation has not been ranked yet."


class NoBandsOfBranches(WrongState):
    """A branch has the lists of the committee above it."""

    code = "no_bands_of_branches"
    zh, en = "支部沿用上级党组织的榜单标准。", "A branch has the lists of the organisation above it."


class TooManyBands(WrongState):
    """An organisation keeps a limited number of sets of thresholds."""

    code = "too_many_bands"
    zh, en = "该组织的榜单标准版本过多。", "This organisation has set thresholds too many times."


class AlreadyAppealed(WrongState):
    """One appeal a member, organisation and season."""

    code = "already_appealed"
    repeatable = True
    zh, en = "本赛季已就该组织的榜单提出过申诉。", "An appeal against this organisation's list was made this season."


class RuledAlready(WrongState):
    """The appeal was ruled on, or closed because the member was erased."""

    code = "ruled_already"
    repeatable = True
    zh, en = "该申诉已处理。", "This appeal has been dealt with."


class NotClosed(NotFound):
    """No such season of the county is closed."""

    code = "not_closed"
    zh, en = "该赛季尚未封存。", "This season is not closed."


class NoCounty(WrongState):
    """Runs are made county by county."""

    code = "no_county"
    zh, en = (
        "该组织不属于任何县级组织，无法单独排名。",
        "This organisation stands above the counties; runs are made per county.",
    )


class SnapshotAltered(DomainError):
    """The snapshot of a closed season is not the one whose hash is in the journal."""

    status, code = 503, "snapshot_altered"
    zh, en = "该赛季的封存数据与存证不符，已停止展示。", "The sealed season differs from its record; it is not shown."


class BranchesByCounty(WrongState):
    """Branches are ranked within their county or below it; committees at every level."""

    code = "branches_by_county"
    zh, en = "县级以上组织请逐县查看。", "Above the counties, branches are ranked county by county."


class NoChecklist(WrongState):
    """What a committee has to show are the sums of its branches."""

    code = "no_checklist"
    zh, en = "只有支部有任务清单。", "Only branches have a checklist."


class LineDone(WrongState):
    """What was done in time needs no excuse."""

    code = "line_done"
    zh, en = "该项已按时完成，无需豁免。", "This was done in time; there is nothing to excuse."
