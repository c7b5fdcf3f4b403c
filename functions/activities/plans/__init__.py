"""Plans: made, changed, cancelled, for whom they are, and what the others are told of them."""
