"""Runs a script in the account that the template declares: tables learn their names when they are imported.

#!/usr/bin/env -S bash scripts/python -m scripts.in_account [--at INSTANT]

`--at`: the clock starts there, so that what is done does not hang on the day on which it is done.
"""

import runpy
import sys
from datetime import datetime

import time_machine

from tests import cloud

if __name__ == "__main__":
    cloud.set_environment()
    del sys.argv[0]
    if sys.argv[0] == "--at":
        time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=True).start()
        del sys.argv[:2]
    runpy.run_path(sys.argv[0], run_name="__main__")
