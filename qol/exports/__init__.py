"""Datasets: one file is one export."""
