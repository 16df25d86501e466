"""What the assistant may say: the rules for every text that a customer can see."""
