"""Rules that mend a statement which the database refuses: driven by its error, the statement and the catalog."""
