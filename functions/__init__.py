"""One folder, one domain: its own tables, its own functions, its own section of the template."""

import gc

# Loaded first in every function: a start makes over 100,000 objects, of which a few hundred are garbage to look for.
gc.set_threshold(50_000)
