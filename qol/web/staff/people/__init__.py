"""How staff prove who they are, and whom administrators let in: one file a subject."""
