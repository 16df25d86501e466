"""The safety gate: finds everybody who needs a professional, without any classifier."""
