"""Rasa NLU components: thin adapters over understanding and safety."""
