"""The one database: conversations, hand-overs and what waits to be sent."""
