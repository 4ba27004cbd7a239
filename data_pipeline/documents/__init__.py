"""What is written about a table: DDL, a Markdown description, a profile of the whole schema."""
