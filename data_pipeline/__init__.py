"""Pure work on a business database: reading it, documenting it, making and checking question-SQL pairs.

Knows nothing of tasks, HTTP or the bus, so that it can be used as a plain library.
"""
