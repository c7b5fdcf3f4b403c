"""How many random cases a property is tried on: a few in every run, `TRIALS=20` times as many in a long one."""

import os


def examples(few: int) -> int:
    """`few`, times what the environment asks for."""
    return few * int(os.environ.get("TRIALS", "1"))
