"""The parts of the report on completeness."""
