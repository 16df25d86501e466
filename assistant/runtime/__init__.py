"""Everything that starts the assistant or makes it deviate from stock Rasa."""
