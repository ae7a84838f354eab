"""`python -m dkcohort`."""

import sys

from dkcohort.command import main

if __name__ == "__main__":
    sys.exit(main())
