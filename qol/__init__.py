"""A quality-of-life survey platform for rectal cancer: non-operative management beside surgery."""

__version__ = "0.1.0"
