"""What shops would use instead, on the same messages in the same run.

Each baseline is a script in an environment of its own. It reads ``{"train": [[topic, text]],
"test": [text]}`` from a JSON file and writes ``{"predictions": [[topic, confidence]],
"train_seconds": s, "milliseconds": [ms per message]}`` to another.
"""
