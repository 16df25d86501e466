"""Typed replies and the texts they are made of."""
