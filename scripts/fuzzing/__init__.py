"""Coverage-guided fuzzing of what reads files from outside. `scripts/fuzz --help`."""
