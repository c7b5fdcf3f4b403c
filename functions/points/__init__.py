"""Rules, the ledger and the balances.

Owns the rule sets of the committees and their trials, the ledger (one row per account and source event, append only),
what was counted, disputes and awards, and the scoreboard (`kernel.scoreboard`, which `ranking` reads). Publishes
`RuleSetPublished`, `RulesSimulated`, `PointsPosted`, `PointsDisputed`, `PointsDisputeRuled`, `AwardProposed`,
`AwardConfirmed`, `AwardRefused`, `ExemptionRecorded` and `ExemptionEnded`. Listens to `AttendanceConfirmed`,
`AttendanceWithdrawn` and `AttendanceCorrected` (members), `ActivityReviewed` and `ActivityWithdrawn` (branches), to its
own `AwardConfirmed` and `PointsDisputeRuled`, to what becomes of members, and to `PartyGroupSet`.
"""
