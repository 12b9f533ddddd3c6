"""A quality-of-life survey platform for rectal cancer: non-operative management beside surgery."""

import os

__version__ = "0.1.0"

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""numpy reads it when it loads. Matrices here are small: threads for one product only wait for each other."""
