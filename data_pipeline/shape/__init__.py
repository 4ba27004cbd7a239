"""What one query is made of: names, constructs, hardness, and its text with the constants masked."""
