"""Collecting questionnaires: who is due, tablets and links, paper forms, the shelf."""
