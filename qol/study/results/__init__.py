"""What was collected, as tables, datasets and paper."""
