"""Telling people in time: inboxes, deadlines, ladders of reminders, dispatches, and what goes out of the house.

Owns the deadlines (rows under their due day, `design.md` 5 "Deadlines, not scans"), what they rest on (obligations, and
the days on which members were last seen), the warnings that follow, the inboxes, and what goes out of the house.
`docs/domains/notices.md` lists what it publishes and listens to; `rules.py` is the page of who is told of what, when.
"""
