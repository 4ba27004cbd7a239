"""The tables and keys of a database as a picture: ``er.svg``, drawn here, and ``er.mmd`` for Mermaid."""
