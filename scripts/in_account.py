"""Runs a script in the account that the template declares: tables learn their names when they are imported.

#!/usr/bin/env -S bash scripts/python -m scripts.in_account
"""

import runpy
import sys

from tests import cloud

if __name__ == "__main__":
    cloud.set_environment()
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")
