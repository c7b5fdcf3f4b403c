"""A small system with one of everything the product leans on, for `selftest.py`."""
