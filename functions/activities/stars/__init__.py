"""The star rating of a branch's year."""
