"""Every deviation from stock Rasa 3.6.21; nothing else in this project changes Rasa.

Each has a file with its reason; docs/environment.md has the table. ``ASSISTANT_STOCK`` names, with
commas, the ones to leave out (``all``: every one). A replaced function is replaced only where
Rasa's version and the function's source are those that were read when it was written
(`replacement.py`). The TensorFlow stand-in is beside this package
(`assistant/runtime/tensorflow_standin.py`), as plain ``rasa`` commands need it, too.
"""
