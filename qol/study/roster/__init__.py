"""Patients and what happened to them, from spreadsheets: checked whole, shown, taken whole or not at all."""
