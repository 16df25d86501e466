"""The safety gate as a whole: properties, and each detector removed in turn."""
