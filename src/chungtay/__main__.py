"""`python -m chungtay` is the same as the `chungtay` command."""

import sys

from chungtay.cli import main

if __name__ == "__main__":
    sys.exit(main())
