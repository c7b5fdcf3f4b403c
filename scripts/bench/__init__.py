"""Measurements, each against a floor or a peer of the same run; each ends with `RESULT ` and JSON."""
