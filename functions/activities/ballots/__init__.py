"""Secret ballots: opened, voted in, closed, counted."""
