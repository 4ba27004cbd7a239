"""No logic: workflow definitions as JSON."""
