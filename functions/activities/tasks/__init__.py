"""Tasks: what a meeting decided or a review asked for, until it is closed."""
