"""Ranks at every level of a county, exact for a stated instant.

Owns the runs, what they publish (one packed item per organisation above the branches), the set of what changed, and its
own copies of the tree and of two policies. Reads the scoreboard (`kernel.scoreboard`) and never writes it. Publishes
`RankingStarted` and `RankingPublished`. Listens to `OrganisationsFounded`, `PointsPosted`, `PolicyChanged` and its own
`RankingStarted`. Names are not kept here: a page asks `organisations` and `members` for them.
"""
