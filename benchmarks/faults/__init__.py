"""Faults of the eight kinds that people, models and other dialects put into SQL."""
