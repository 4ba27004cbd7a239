"""No logic: numbered migrations and one file of named statements per table."""
