"""The chat on the shop's website: HTTP, Server-Sent Events and signed tokens."""
