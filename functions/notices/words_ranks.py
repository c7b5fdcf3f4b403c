"""What notices say of ranks, to members who asked for it alone: what is now and what was, and no word of praise or
blame."""

from functions.notices.words_shape import Form, Line, Reader, Told, Words

_OF_A_LEVEL = ("Rank", "RankBefore", "Members", "MembersBefore")
FACTS = {
    "since": Form.DAY,
    "points": Form.POINTS,
    "pointsBefore": Form.POINTS,
    **{f"{level}{what}": Form.COUNT for level in ("branch", "county") for what in _OF_A_LEVEL},
}

RANKS: dict[str, Told] = {
    "RANK_CHANGED": Told(
        {
            Reader.MEMBER: Line(
                FACTS,
                Words(
                    "您的积分为{points}分（{since}为{pointsBefore}分）；"
                    "支部内第{branchRank}名，共{branchMembers}人（当时第{branchRankBefore}名，共{branchMembersBefore}人）；"
                    "全县第{countyRank}名，共{countyMembers}人（当时第{countyRankBefore}名，共{countyMembersBefore}人）。",
                    "You have {points} points ({pointsBefore} on {since}), rank {branchRank} of {branchMembers} in "
                    "your branch ({branchRankBefore} of {branchMembersBefore} then), and rank {countyRank} of "
                    "{countyMembers} in your county ({countyRankBefore} of {countyMembersBefore} then).",
                ),
            )
        },
        Words(
            "您要求每周告知本人的积分和排名。",
            "You asked to be told your points and ranks each week.",
        ),
        Words(
            "随时可以取消；取消后不再告知，也不保留。",
            "You can end it at any time; nothing is told or kept from then on.",
        ),
        {"standing": "/v1/me/standing", "choice": "/v1/rankings/weekly/own"},
    ),
}
