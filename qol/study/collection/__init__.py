"""A patient answers: from the hand-over to the receipt."""
