"""A Dutch question-answering assistant for a web shop, built on Rasa and spaCy."""
