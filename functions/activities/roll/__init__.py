"""The roll of each branch: who belongs to it, to its Party groups, and who takes part elsewhere."""
