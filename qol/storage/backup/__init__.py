"""A whole installation in one encrypted file, checked without being restored, restored beside what is there."""
