"""The declared answer under other choices: other weights, other people, other guesses at what is missing."""
