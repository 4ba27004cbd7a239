"""The step kinds that run as a function in a process of their own."""
