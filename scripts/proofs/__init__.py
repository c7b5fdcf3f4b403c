"""What is proven beside the tests: by tools and runs that take too long, or need too much, for every change."""
