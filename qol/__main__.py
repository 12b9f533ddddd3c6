"""`python -m qol` runs the command line."""

import sys

from qol.cli import main

if __name__ == "__main__":
    sys.exit(main())
