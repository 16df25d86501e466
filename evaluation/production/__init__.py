"""Proof under load and failure: real services and servers on loopback, started and killed here."""
