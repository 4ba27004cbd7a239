"""Question-SQL pairs that people already have, in files or in the database itself."""
