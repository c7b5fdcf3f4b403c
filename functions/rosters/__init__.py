"""Rosters: a committee's file of organisations or members, from the upload to the rows that were applied.

Owns uploads, their parsed chunks (sealed), the outcome of every row, and the error file. Publishes `RosterUploaded`,
`RosterParsed`, `RosterApplyStarted`, `RosterApplied`. Listens to S3 "Object Created" under `incoming/`, to its own
`RosterApplyStarted`, and to the answers of `members` and `organisations` (`kernel.rows.OutcomesMessage`).
"""
