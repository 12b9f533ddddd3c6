"""What patients are asked to consent to, what they said, and what follows from a withdrawal."""
