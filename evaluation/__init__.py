"""Measures the assistant on held-out messages and prints the tables that README quotes."""
