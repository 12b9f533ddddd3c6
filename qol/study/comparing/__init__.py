"""The comparison on a researcher's screen: what was asked, what is shown, and what is taken away."""
