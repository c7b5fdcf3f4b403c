"""One folder, one domain: its own tables, its own functions, its own section of the template."""
