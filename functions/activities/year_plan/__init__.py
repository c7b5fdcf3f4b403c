"""A branch's year: what it owes, what it means to do, and how far it is."""
