"""Decides what to say: from a turn of the conversation to typed replies."""
