"""The declared comparison: from a data cut and the plan of its protocol to adjusted differences of every scale."""
