"""What is asked, and of whom: instruments read from YAML into frozen, checked definitions."""
