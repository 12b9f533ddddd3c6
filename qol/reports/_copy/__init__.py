"""The parts of the patient's own sheet: one file a part of the sheet, every word in the patient's language."""
