"""How many requests a visitor may send."""
