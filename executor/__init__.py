"""Runs one execution: a detached process that owns it, starts its steps and is the sole writer of its record."""
