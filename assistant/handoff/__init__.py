"""Hands a customer over to a person: the form, the request, and who answers meanwhile."""
