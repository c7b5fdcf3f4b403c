"""Templates of activities, and what committees add to them."""
