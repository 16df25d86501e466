"""The queue of accepted messages, without knowledge of who sends or answers them."""
