"""What people do with a study: the only place that joins domain and storage."""
