"""The business glossary: what the users say of their tables, which beats everything that is read or guessed."""
