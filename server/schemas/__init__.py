"""Shapes of requests (pydantic models, which validate) and of answers (typed dicts, which cost nothing).

OpenAPI is made from both.
"""
