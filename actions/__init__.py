"""The assistant's custom actions: one per file, all of them safe by their base class."""
