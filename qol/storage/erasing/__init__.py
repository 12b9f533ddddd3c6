"""Erasing a patient: the rows, the list outside the database, the files swept, and again after a restore."""
