"""Delivers requests for a person to where the shop's people work."""
