"""Wording packs and licences."""
