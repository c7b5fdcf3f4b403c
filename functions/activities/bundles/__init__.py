"""Inspection bundles: a year of a branch in one file, for people and for machines."""
