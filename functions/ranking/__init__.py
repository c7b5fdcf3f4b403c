"""Ranks at every level from the branch to the province, exact for a stated instant; seasons that close; lists.

Owns the runs, what they publish (one packed item per organisation above the branches), closed seasons and their sealed
snapshots, the thresholds of the lists and the appeals against them, the set of what changed, the checklists of what
branches owe and did and the rulings on them, and its own copies of the tree and of two policies. Reads the scoreboard
(`kernel.scoreboard`) and never writes it. Publishes `RankingStarted`, `RankingPublished`, `SeasonClosed`, `BandsSet`,
`ListAppealed`, `ListAppealRuled` and `TaskLineRuled`. Listens to `PointsPosted`, to the events of the tree,
`PolicyChanged`, `MemberErased`, what organisation life tells of records, talks and duties, and its own
`RankingStarted`. Names are not kept here: a page asks `organisations` and `members` for them.
"""
