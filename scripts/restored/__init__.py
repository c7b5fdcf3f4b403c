"""After a restore: what tables lack that the template gives them, and where rows of one act do not stand together."""
