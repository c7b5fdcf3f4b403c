"""Phones that sign in while they are offline, and what they send when they are online again."""
