"""Builds the Dutch sentence encoder; runs in its own environment (see ``make encoder``)."""
