"""A record is handed in with its flags, reviewed by two committees, and may be withdrawn."""
