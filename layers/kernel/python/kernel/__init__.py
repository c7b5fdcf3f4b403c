"""The ground floor: the only code that domains share. It imports no domain."""
