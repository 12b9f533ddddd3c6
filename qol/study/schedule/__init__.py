"""Who is to be asked what, and when."""
