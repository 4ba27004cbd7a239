"""The forms of questions: each makes one query of what a draft offers, or None where the tables have nothing for it."""
