"""Members' own attendance: what stands of it, what they dispute, and what is ruled."""
