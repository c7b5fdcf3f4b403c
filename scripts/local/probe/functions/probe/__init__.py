"""The probe's functions."""
