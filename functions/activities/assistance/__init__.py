"""Assistance and donations: promised, delivered, confirmed by who is helped."""
