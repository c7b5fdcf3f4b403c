"""Rules, the ledger and the balances.

Owns the rule sets of the committees, the ledger (one row per account and source event, append only) and the scoreboard
(`kernel.scoreboard`, which `ranking` reads). Publishes `RuleSetPublished` and `PointsPosted`. Listens to
`AttendanceConfirmed` and `AttendanceWithdrawn` (members), `ActivityReviewed` and `ActivityWithdrawn` (branches), and to
what becomes of members.
"""
