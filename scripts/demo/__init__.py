"""A made-up county for demonstrations, benches and tests: rosters and photos, the same for the same seed."""
