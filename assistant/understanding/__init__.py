"""Understanding Dutch: clauses, languages, features and the topic classifier."""
