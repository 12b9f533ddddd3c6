"""Patients and facts from spreadsheets, as coordinators bring them in."""
