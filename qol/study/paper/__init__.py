"""Forms on paper: printed, and typed in."""
