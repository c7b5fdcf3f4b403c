"""What asking for ranks and starting runs can be refused for."""

from kernel.errors import NotFound, WrongState


class NotRanked(NotFound):
    """No run has ranked this organisation yet."""

    code = "not_ranked"
    zh, en = "该组织尚无排名。", "This organisation has not been ranked yet."


class NoCounty(WrongState):
    """Runs are made county by county."""

    code = "no_county"
    zh, en = (
        "该组织不属于任何县级组织，无法单独排名。",
        "This organisation stands above the counties; runs are made per county.",
    )
