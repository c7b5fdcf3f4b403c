"""A branch's ledger of a month: its records with their numbers."""
