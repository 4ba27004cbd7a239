"""Workflow definitions as people write them: their models, what is checked, and the parameters of tasks."""
