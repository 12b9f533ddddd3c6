"""In whose words an installation asks."""
