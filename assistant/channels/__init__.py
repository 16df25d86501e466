"""Rasa input channels: thin adapters between HTTP and the engine."""
