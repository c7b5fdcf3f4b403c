"""The record told to others: relayed to the bus, sealed every five minutes, shown, and proved by receipts.

Owns the seals: signed roots in S3 under Object Lock, and the table that says which seal covers which head. The
entries and heads themselves are written by every domain through `kernel.journal`. Publishes nothing of its own; its
relay puts every domain's events on the bus, those of a burst 25 seconds later. Listens to the stream of the journal's
table, to the queue of what it put off, and to the clock.
"""
