"""Runs a script in the account that the template declares, at the moment at which tests begin.

#!/usr/bin/env -S bash scripts/python -m scripts.in_account

Tables learn their names when they are imported; what is done must not hang on the day on which it is done.
"""

import runpy
import sys

from tests import clock, cloud

if __name__ == "__main__":
    clock.begin()
    cloud.set_environment()
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")
