"""What a step's files were made from, so that a rerun redoes only what has changed since."""
