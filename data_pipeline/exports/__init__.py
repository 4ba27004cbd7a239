"""The validated pairs of a run in the forms that others train with."""
