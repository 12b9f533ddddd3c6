"""The copy of the comparison that leaves the team: which numbers and which sections it may hold."""
