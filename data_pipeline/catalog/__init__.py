"""What a database holds: the model, and the set-based queries that fill it."""
