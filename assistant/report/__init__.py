"""The shop owner's report: counts by day, and what the assistant couldn't answer."""
