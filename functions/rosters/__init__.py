"""Rosters: a committee's file of organisations or members, from the upload to the rows that were applied, and back.

Owns uploads, their parsed chunks (sealed), the outcome of every row, the error file, saved mappings. Publishes
`RosterUploaded`, `RosterReadingOrdered`, `RosterParsed`, `RosterApplyStarted`, `RosterApplied`, `RosterPaused`,
`RosterResumed`, `RosterCancelled`, `RosterUndoStarted`, `RosterUndone`, `RosterMappingSaved`. Listens to S3 "Object
Created" under `incoming/`, to its own orders among these, and to the answers of `members` and `organisations`
(`kernel.rows.OutcomesMessage`).
"""
