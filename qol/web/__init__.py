"""The web application: Flask, and nothing that would survive without it."""
