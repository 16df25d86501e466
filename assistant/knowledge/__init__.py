"""The shop's knowledge: its shape, its loader, its rules and its live store."""
